/** Scripts whose words have no small and capital letters and no space between them. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+$/u;
/** Words of Chinese have two characters, names mostly three. */
const MOST_WORD_CHARACTERS = 2;
const LETTERS = /^[\p{L}\p{M}]+$/u;

/** Whether a text is a single word, such as any text in its language may have: `Support`, `Мама`, `安全`. */
export const isSingleWord = (text: string): boolean =>
  UNSPACED.test(text) ? Array.from(text).length <= MOST_WORD_CHARACTERS : LETTERS.test(text);

/** The hundred most frequent surnames of China, a fifth of all names having two characters (Ministry of Public Security, 2020; recalled). */
const SURNAMES = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常',
);

/** Whether two characters are a person's name as Chinese ones are: `王伟`, not `安全`. */
export const isShortHanName = (text: string): boolean => {
  const characters = Array.from(text);
  return characters.length === MOST_WORD_CHARACTERS && SURNAMES.has(characters[0] ?? '');
};
