package io.terrarium.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A real Python, to hold our marshal data against: one process for as many questions as wanted. */
final class PythonPeer implements AutoCloseable {
  private static final String SCRIPT =
      """
      import gc, marshal, sys

      def size(value):
          total = (sys.getsizeof(value) + 15) // 16 * 16
          if isinstance(value, dict):
              total += sum(size(key) + size(item) for key, item in value.items())
          elif isinstance(value, (list, tuple, set, frozenset)):
              total += sum(size(item) for item in value)
          return total

      for line in sys.stdin:
          verb, _, text = line.rstrip().partition(" ")
          try:
              if verb == "dump":
                  answer = marshal.dumps(eval(text), 2).hex()
              else:
                  value = marshal.loads(bytes.fromhex(text))
                  if verb == "repr":
                      answer = ascii(value)
                  elif verb == "again":
                      answer = marshal.dumps(value, 2).hex()
                  elif verb == "size":
                      answer = str(size(value))
          except Exception as error:
              answer = "failed: " + ascii(error)
          print(answer, flush=True)
      """;

  private final Process process;
  private final BufferedReader answers;
  private final OutputStream questions;

  PythonPeer() throws IOException {
    process =
        new ProcessBuilder("python3", "-I", "-c", SCRIPT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader(StandardCharsets.US_ASCII);
    questions = process.getOutputStream();
  }

  /** The ASCII repr of what Python loads from the data. */
  String repr(byte[] data) throws IOException {
    return ask("repr " + HexFormat.of().formatHex(data));
  }

  /** What Python writes for what it loads from the data. */
  byte[] again(byte[] data) throws IOException {
    return HexFormat.of().parseHex(ask("again " + HexFormat.of().formatHex(data)));
  }

  /** What Python writes for the value of an expression. */
  byte[] dump(String expression) throws IOException {
    return HexFormat.of().parseHex(ask("dump " + expression));
  }

  /** How many bytes the loaded objects take, shared ones counted each time. */
  long size(byte[] data) throws IOException {
    return Long.parseLong(ask("size " + HexFormat.of().formatHex(data)));
  }

  private String ask(String question) throws IOException {
    questions.write((question + "\n").getBytes(StandardCharsets.US_ASCII));
    questions.flush();
    String answer = answers.readLine();
    if (answer == null || answer.startsWith("failed: ")) {
      throw new IOException("Python " + answer + " on " + question);
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    questions.close();
    process.destroy();
  }
}
