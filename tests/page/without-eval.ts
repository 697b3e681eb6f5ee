/**
 * Must be imported first. Scripts that Playwright injects may compile code while they are evaluated and may not
 * afterwards, under the page's policy: zod would take the first for granted.
 */
import * as z from 'zod';

z.config({ jitless: true });
