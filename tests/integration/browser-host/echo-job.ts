/** A job for tests: doubles what it is sent, ends when told to, and otherwise waits as long as its parent lives. */
process.on('message', (message: unknown) => {
  if (message instanceof Float32Array) process.send?.(message.map((value) => value * 2));
  if (message === 'end') process.disconnect();
  if (message === 'print') process.stdout.write('a line on standard output\n');
});
