import fc, { type Arbitrary } from 'fast-check';

const highestCodePoint = 0x10_ffff;
const surrogates = { first: 0xd800, count: 0x800 };

/**
 * Text of any characters, half surrogate pairs aside. fast-check's own `unit: 'binary'` and its web addresses draw from
 * tables that take half a second to build.
 */
export function anyText(constraints: { readonly maxLength?: number } = {}): Arbitrary<string> {
  const anyCharacter = fc
    .integer({ min: 0, max: highestCodePoint - surrogates.count })
    .map((code) => String.fromCodePoint(code < surrogates.first ? code : code + surrogates.count));
  const unit = fc.oneof(
    anyCharacter,
    fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCodePoint(code)),
  );
  return fc.string({ ...constraints, unit });
}
