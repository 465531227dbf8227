package io.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: how it starts, refuses to, and ends. */
@ExtendWith(NoWorkerLeft.class)
class ServeCommandTest {
  private static final Pattern ADDRESS =
      Pattern.compile("listens on http://127\\.0\\.0\\.1:(\\d+)");
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Path out = Path.of("");
  private List<Process> started = List.of();
  private List<String> before = List.of();

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void when_it_is_told_to_end_it_finishes_what_is_under_way_and_leaves_nothing()
      throws IOException, InterruptedException {
    Process process = serve(Map.of(), "--port", "0");
    int port = port();
    boolean hasProcesses = !execute(port, "def f(): return 1").contains("\"engine\":\"wasm\"");
    var underWay =
        CompletableFuture.supplyAsync(
            () -> execute(port, "import time\\ndef f():\\n    time.sleep(2)\\n    return 7\\n"));
    await("it runs", () -> answer(port, get("/readyz")).contains("\"running_calls\":1"));
    List<ProcessHandle> workers = process.descendants().toList();
    assertThat(workers.isEmpty()).isEqualTo(!hasProcesses);
    process.destroy();

    await("it drains", () -> answer(port, get("/readyz")).contains("\"status\":\"draining\""));
    assertThat(execute(port, "def f(): return 1"))
        .startsWith("HTTP/1.1 503")
        .contains("\"code\":\"draining\"", "Retry-After: ");
    assertThat(underWay.join()).startsWith("HTTP/1.1 200").contains("\"result\":7");
    assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(log()).isZero();
    await("no worker is left", () -> workers.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void what_does_not_end_in_time_is_cancelled() throws IOException, InterruptedException {
    Process process = serve(Map.of("TERRARIUM_SERVER_DRAIN_TIME", "300ms"), "--port", "0");
    int port = port();
    var underWay =
        CompletableFuture.supplyAsync(
            () -> execute(port, "import time\\ndef f(): time.sleep(60)\\n"));
    await("it runs", () -> answer(port, get("/readyz")).contains("\"running_calls\":1"));
    process.destroy();

    assertThat(underWay.join()).contains("\"status\":\"cancelled\"");
    assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(log()).isZero();
  }

  @Test
  void where_others_reach_it_it_refuses_to_start_without_keys()
      throws IOException, InterruptedException {
    assertThat(exit(serve(Map.of(), "--host", "0.0.0.0", "--port", "0")))
        .isEqualTo(ExitCode.USAGE.number());
    assertThat(log())
        .contains("anybody could run code here", "allow_unauthenticated")
        .doesNotContain("listens on", "\tat ");
  }

  @Test
  void told_loudly_it_starts_and_says_so_loudly() throws IOException, InterruptedException {
    Process process =
        serve(
            Map.of(
                "TERRARIUM_SERVER_ALLOW_UNAUTHENTICATED", "true",
                "TERRARIUM_SERVER_PORT", "0",
                "TERRARIUM_SERVER_LOG_FORMAT", "json"),
            "--host",
            "0.0.0.0");
    await("it listens", () -> log().contains("listens on http://0.0.0.0:"));
    assertThat(log().lines())
        .allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("}"))
        .anyMatch(
            line -> line.contains("\"level\":\"warn\"") && line.contains("CAN RUN CODE HERE"));
    process.destroy();
    assertThat(exit(process)).isZero();
  }

  @Test
  void a_variable_that_nothing_reads_stops_it() throws IOException, InterruptedException {
    assertThat(exit(serve(Map.of("TERRARIUM_SERVER_PROT", "1"), "--port", "0")))
        .isEqualTo(ExitCode.USAGE.number());
    assertThat(log()).contains("TERRARIUM_SERVER_PROT", "did you mean 'TERRARIUM_SERVER_PORT'?");
  }

  @Test
  void with_few_files_it_outlives_more_clients_than_it_may_have_files() throws IOException {
    before = List.of("sh", "-c", "ulimit -n 400 && exec \"$@\"", "sh");
    serve(Map.of(), "--port", "0");
    int port = port();
    assertThat(log()).contains("this process may have 400 files open: 200 connections are taken");
    var clients = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 1_500; i++) {
        clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      assertThat(execute(port, "def f(): return 1")).contains("\"result\":1");
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private Process serve(Map<String, String> environment, String... arguments) throws IOException {
    String path =
        Stream.of("jdk.module.path", "java.class.path")
            .map(name -> System.getProperty(name, ""))
            .filter(it -> !it.isEmpty())
            .reduce((one, other) -> one + File.pathSeparator + other)
            .orElseThrow();
    var command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            path,
            "io.terrarium.cli.Main",
            "serve"));
    command.addAll(List.of(arguments));
    out = folder.resolve("log.txt");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    started = List.of(process);
    return process;
  }

  private int exit(Process process) throws InterruptedException {
    assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).as(log()).isTrue();
    return process.exitValue();
  }

  private int port() {
    await("it listens", () -> ADDRESS.matcher(log()).find());
    Matcher address = ADDRESS.matcher(log());
    assertThat(address.find()).isTrue();
    return Integer.parseInt(address.group(1));
  }

  private String log() {
    try {
      return Files.readString(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String execute(int port, String source) {
    String body = "{\"source\":\"" + source + "\",\"function\":\"f\"}";
    return answer(
        port,
        "POST /v1/execute HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  }

  /** What comes back until the end; nothing where nobody listens. */
  private static String answer(int port, String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private void await(String expectation, BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as(expectation + "\n" + log()).isNegative();
      LockSupport.parkNanos(10_000_000);
    }
  }
}
