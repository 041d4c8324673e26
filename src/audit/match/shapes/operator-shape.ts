import { textAt } from '../found.ts';
import type { Match } from '../match.ts';
import type { NamedField } from './fields.ts';
import { tellingFor } from './keys.ts';
import { shapeMatch } from './shape-match.ts';
import { runOf } from './value-runs.ts';

/** What names of the mobile operator end with. */
export const OPERATOR_ENDINGS = [
  ...['carrier', 'carrier_name', 'carrier-name', 'carriername', 'operator', 'operator_name', 'operatorname'],
  ...['operator.name', 'isp', 'ispname', 'isp_name', 'op', 'mno'],
];

/**
 * Brands under which networks name themselves (TelephonyManager.getNetworkOperatorName: TS 22.101 Annex A, and the
 * operator names of AOSP's carrier_list; recalled): common words count only alone or before a country or generation
 * (`o2 - de+`, `Vodafone.de`, `Orange F`, `Jio 4G`).
 */
const BRANDS =
  /^(?:china[ -]?(?:mobile|unicom|telecom|broadnet)|chn[ -]?(?:unicom|ct|cmcc|mobile|telecom)|cmcc|cucc|ctcc|中国(?:移动|联通|电信|广电)|t-?mobile|vodafone|vi india|airtel|bharti airtel|(?:reliance )?jio|bsnl|mtnl|idea|telekom|telefonica|movistar|o2|orange|bouygues(?: telecom)?|sfr|free mobile|ee|three|bt|tesco mobile|giffgaff|swisscom|sunrise|salt|a1|magenta|drei|tim|wind(?: ?tre)?|iliad|fastweb|telenor|telia|elisa|dna|tele2|kpn|proximus|base|lycamobile|lebara|plus|play|polkomtel|t-mobile\.pl|mts|мтс|megafon|мегафон|beeline|билайн|yota|kyivstar|lifecell|turkcell|türk telekom|turk telekom|etisalat|du|zain|stc|mobily|ooredoo|omantel|mtn|glo|9mobile|safaricom|vodacom|cell c|telkom(?:sel)?|indosat|xl(?: axiata)?|axis|smartfren|tri|maxis|celcom|digi|u mobile|singtel|starhub|m1|true(?:move)?(?: ?h)?|dtac|ais|globe|smart|sun|dito|viettel|vinaphone|mobifone|vietnamobile|grameenphone|robi|banglalink|teletalk|jazz|zong|ufone|dialog|ncell|docomo|ntt docomo|kddi|au|softbank|rakuten|sk ?t(?:elecom)?|kt|olleh|lg ?u\+|lguplus|chunghwa telecom|taiwan mobile|far eastone|csl|smartone|at&t|verizon(?: wireless)?|sprint|us cellular|cricket|metropcs|rogers|bell|telus|telcel|at&t mexico|claro|vivo|oi|entel|wom|personal|tigo|congstar|1&1|free|cosmote|yettel|vivacom|meo|yoigo|m[aá]sm[oó]vil|comviq|tdc|optus|telstra|spark|2degrees)(?:(?:[ -]|\.| - )(?:[A-Z]{1,3}|[2345]G\+?|LTE|GSM|4g lte))?\+?$/iu;

/** Brands that are words, or what joins the terms of a search: they count with their capitals. */
const WORDS = new Set(
  (
    'axis base bell claro cricket dialog digi dna elisa entel free globe idea jazz magenta orange oi personal play plus ' +
    'robi salt smart spark sprint sun sunrise three tim tri vivo wom yota ais au bt du ee glo kt mts stc vi xl'
  ).split(' '),
);

// As it stands in a form.
const spaced = (text: string): string =>
  text
    .replace(/\+|%20/g, ' ')
    .replace(/%2b/gi, '+')
    .trim();

/** What a brand, as it stands in a form, is made of: a letter at least. */
export const OPERATOR_RUN = runOf('[0-9A-Za-z\\s%&+.\\x80-\\xff-]', 2, '[A-Za-z\\x80-\\xff]');

const isBrand = (text: string): boolean => BRANDS.test(text) && !WORDS.has(text);

/** The name of a mobile operator, by its field's name. */
export const operatorName = ({ value, key }: NamedField): Match | null =>
  tellingFor('operator', [key]) === 'strong' && isBrand(spaced(textAt(value)))
    ? shapeMatch(value, 'operator', 'the brand of a mobile network, under the name of the operator')
    : null;
