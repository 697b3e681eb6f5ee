import { protocol } from 'electron';
import { contentSecurityPolicy } from '../workstation/content-security-policy.ts';
import type { RendererFiles } from '../workstation/renderer-files.ts';

/** The one origin this program shows pages of. */
export const APP_ORIGIN = 'app://workstation';

/** Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built window under `app://workstation/`, with its policy; every other address is not found. */
export function serveAppProtocol(files: RendererFiles): void {
  protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? await files.read(pathOf(request.url)) : undefined;
    if (!file) return new Response(null, { status: 404, headers: COMMON });
    return new Response(file.body, { status: 200, headers: { ...COMMON, 'Content-Type': file.contentType } });
  });
}

const COMMON = {
  'Content-Security-Policy': contentSecurityPolicy(),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** The path of a URL of our origin, as written; empty for any other. */
function pathOf(url: string): string {
  const rest = url.startsWith(`${APP_ORIGIN}/`) ? url.slice(APP_ORIGIN.length) : '';
  return rest.split(/[?#]/, 1)[0] ?? '';
}
