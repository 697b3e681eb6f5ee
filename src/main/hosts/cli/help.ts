import type { Command } from './command.ts';

const table = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
};

export const overview = (commands: readonly Command[]): string =>
  `Einthoven, a cardiology workstation. For research; not a certified medical device.

usage: einthoven COMMAND [ARGUMENT …]

${table(commands.map(({ name, summary }) => [name, summary] as const))}
"einthoven help COMMAND" shows its options. Files are recognised by their content.

exit status: 0 done · 1 a fault of the program · 2 wrong arguments, or a file that cannot be read · 3 no such study or
lead · 4 the library is in use by another instance · 5 the disk is full or refuses to be written · 130 stopped by Ctrl-C
`;

export const commandHelp = ({ name, summary, usage, help }: Command): string =>
  `usage: einthoven ${name} ${usage}\n\n${summary}\n${help.length > 0 ? `\n${table(help)}` : ''}`;
