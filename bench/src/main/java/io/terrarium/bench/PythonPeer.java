package io.terrarium.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Python process of the bench's own, started as zygotes are. It answers a line with a line, and
 * ends with its standard input: also where this process is killed, none stays. For one thread.
 */
final class PythonPeer implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final OutputStream questions;

  private PythonPeer(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.questions = process.getOutputStream();
  }

  /**
   * Starts one.
   *
   * @param script the name of a resource beside this class
   */
  static PythonPeer start(Path python, String script, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(python.toString());
    command.addAll(List.of("-I", "-S", "-B", "-X", "utf8", "-c", resource(script)));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.directory(Path.of("/").toFile());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new PythonPeer(builder.start());
  }

  /** Sends bytes that are no line. */
  void send(byte[] data) throws IOException {
    questions.write(data);
    questions.flush();
  }

  /** Sends a line. */
  void say(String line) throws IOException {
    send((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Waits for a line: numbers, with blanks between them. */
  double[] hear() throws IOException {
    String line = hearText();
    return line.isBlank()
        ? new double[0]
        : List.of(line.strip().split(" ", -1)).stream().mapToDouble(Double::parseDouble).toArray();
  }

  /** Waits for a line. */
  String hearText() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the Python that measures ended; see what it printed");
    }
    return line;
  }

  /** A line and its answer. */
  double[] ask(String line) throws IOException {
    say(line);
    return hear();
  }

  @Override
  public void close() throws IOException {
    try {
      questions.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      answers.close();
    }
  }

  private static String resource(String name) {
    try (InputStream stream = PythonPeer.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
