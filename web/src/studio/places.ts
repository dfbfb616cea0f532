/** Places of files as they are told apart: without the folders that they have in common. */

export function below(places: string[]): Map<string, string> {
  const parts = places.map((place) => place.split(/[\\/]/));
  const [first = [], ...rest] = parts;
  const differs = (at: number) => rest.some((other) => other[at] !== first[at]);
  let common = 0;
  while (common < first.length - 1 && !differs(common)) common += 1;
  return new Map(places.map((place, index) => [place, (parts[index] ?? []).slice(common).join("/")]));
}
