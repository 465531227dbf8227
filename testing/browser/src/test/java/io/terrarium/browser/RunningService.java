package io.terrarium.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code terrarium serve} as a process of its own, on a port that was free. */
final class RunningService implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("(http://127\\.0\\.0\\.1:[0-9]+)");
  private static final int SECONDS_TO_END = 30;

  private final Process process;
  private final String origin;

  private RunningService(Process process, String origin) {
    this.process = process;
    this.origin = origin;
  }

  /** Starts it, with more arguments if there are some; it answers when this returns. */
  static RunningService start(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.terrarium.cli.Main"));
    command.addAll(List.of("serve", "--port", "0"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try {
        return new RunningService(process, originOf(process));
      } catch (IOException | RuntimeException e) {
        process.destroyForcibly();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String originOf(Process process) throws IOException {
    // Not closed: that would close the service's output.
    var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher listens = LISTENS.matcher(line);
      if (listens.find()) {
        Thread.ofVirtual().name("service-output").start(() -> drain(lines));
        return listens.group(1);
      }
    }
    throw new IllegalStateException("the service did not start; standard error says why");
  }

  /** Whatever else the service prints, so that it never waits for a reader. */
  private static void drain(Reader output) {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The service has ended.
    }
  }

  /** Where it is: {@code http://127.0.0.1:} and a port. */
  String origin() {
    return origin;
  }

  /** Ends it, as an operator would. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the service did not end in time");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
