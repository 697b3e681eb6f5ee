/** A job for tests that fails before it could say anything. */
process.exit(1);
