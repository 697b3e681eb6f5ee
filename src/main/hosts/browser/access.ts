import { randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may use the host: whoever brings the ticket first, and from then on whoever holds the session cookie. */
export interface Access {
  readonly ticket: string;
  /** The `Set-Cookie` value that opens the session, once; undefined for a wrong or used ticket. */
  redeem(ticket: string): string | undefined;
  /** Whether a `Cookie` header carries this session. */
  admits(cookieHeader: string | undefined): boolean;
}

const secret = (): string => randomBytes(32).toString('base64url');

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** @param port part of the cookie's name: browsers share cookies between all ports of one address. */
export function createAccess(port: number): Access {
  const ticket = secret();
  const session = secret();
  const name = `einthoven-${port}`;
  let used = false;
  return {
    ticket,
    redeem: (given) => {
      if (used || !same(given, ticket)) return undefined;
      used = true;
      return `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    admits: (header) =>
      (header ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .some((pair) => pair.startsWith(`${name}=`) && same(pair.slice(name.length + 1), session)),
  };
}
