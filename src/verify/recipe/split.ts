/** The steps of a recipe: `imei14 > md5/hex > sha1/HEX[0:16]`, those within brackets kept whole. */
export const stepsOf = (recipe: string): readonly string[] => {
  const steps: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < recipe.length; at++) {
    const character = recipe[at];
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (depth > 0 || !recipe.startsWith(' > ', at)) continue;
    steps.push(recipe.slice(from, at));
    from = at + 3;
  }
  return [...steps, recipe.slice(from)];
};
