import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max';

/** Reporting bodies that open a type allocation code (GSMA TS.06 annex: two digits, in use or once in use). */
const REPORTING_BODIES: ReadonlySet<string> = new Set(
  '01 10 30 33 35 44 45 49 50 51 52 53 54 86 91 98 99'.split(' '),
);
/** Those that have allocated to phones since 2010. */
const CURRENT_BODIES: ReadonlySet<string> = new Set('01 35 86 91 98 99'.split(' '));

/** Mobile country codes in use (ITU-T E.212 and its Operational Bulletin); `310-316` is a range. */
const COUNTRY_CODES = `
  202 204 206 208 212-214 216 218-222 225 226 228 230-232 234 235 238 240 242 244 246-248 250 255 257 259 260 262 266
  268 270 272 274 276 278 280 282-284 286 288-290 292 294 295 297 302 308 310-316 330 334 338 340 342 344 346 348 350
  352 354 356 358 360 362-366 368 370 372 374 376 400-402 404-406 410 412-422 424-432 434 436-438 440 441 450 452
  454-457 460 461 466 467 470 472 502 505 510 514 515 520 525 528 530 536 537 539-555 602-659 702 704 706 708 710 712
  714 716 722 724 730 732 734 736 738 740 742 744 746 748 750 901`;

const expand = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .trim()
      .split(/\s+/)
      .flatMap((item) => {
        const [from = 0, to = from] = item.split('-').map(Number);
        return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
      }),
  );

const mobileCountries = expand(COUNTRY_CODES);

/** Whether some digits begin with a reporting body's identifier; `current` for bodies that still allocate. */
export const hasReportingBody = (digits: string, current: boolean): boolean =>
  (current ? CURRENT_BODIES : REPORTING_BODIES).has(digits.slice(0, 2));

/** Whether some digits begin with a mobile country code. */
export const hasMobileCountry = (digits: string): boolean => mobileCountries.has(digits.slice(0, 3));

const callingCodes: ReadonlySet<string> = new Set(
  getCountries().map((country) => getCountryCallingCode(country)),
);

/** Whether some digits begin with a telephone country code (ITU-T E.164). */
export const hasCallingCode = (digits: string): boolean =>
  [1, 2, 3].some((length) => callingCodes.has(digits.slice(0, length)));
