package io.terrarium.cli;

import io.terrarium.Sandbox;
import io.terrarium.config.Configuration;
import io.terrarium.config.ServerSettings;
import io.terrarium.server.Operations;
import io.terrarium.server.Service;
import io.terrarium.server.page.Page;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** Runs the service from its start to its end. */
final class Serving {
  private final Terminal terminal;
  private final ServeCommand command;
  private final CountDownLatch stopped = new CountDownLatch(1);

  Serving(Terminal terminal, ServeCommand command) {
    this.terminal = terminal;
    this.command = command;
  }

  /** Serves until the process is asked to end, and then until nothing is left. */
  ExitCode untilStopped() throws InterruptedException {
    Configuration configuration = configuration();
    ServerSettings server = configuration.server();
    Sandbox sandbox = Sandbox.create(configuration.settings());
    Service service = started(configuration, sandbox);
    // The sandbox ends after the service: calls that are under way come to their end.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  service.close();
                  sandbox.close();
                  stopped.countDown();
                },
                "terrarium-exit"));
    terminal
        .out()
        .println("Terrarium listens on http://" + shown(server.host()) + ":" + service.port());
    terminal.out().flush();
    stopped.await();
    return ExitCode.RETURNED;
  }

  /** What is configured, and the options before it. */
  private Configuration configuration() {
    Configuration read =
        command.file == null ? ProfileOptions.ofEnvironment() : ProfileOptions.read(command.file);
    ServerSettings.Builder server = read.server().toBuilder();
    if (command.host != null) {
      server.host(command.host);
    }
    if (command.port != null) {
      server.port(command.port);
    }
    try {
      return new Configuration(
          command.engine.settingsOfService(read), server.build(), read.profiles());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static Service started(Configuration configuration, Sandbox sandbox) {
    ServerSettings server = configuration.server();
    try {
      return Service.start(configuration, sandbox, Operations.open(configuration), Page.routes());
    } catch (UncheckedIOException e) {
      sandbox.close();
      throw new UsageException(
          "cannot listen on " + shown(server.host()) + ":" + server.port() + ": " + reason(e));
    } catch (RuntimeException | Error e) {
      sandbox.close();
      throw e;
    }
  }

  private static String reason(UncheckedIOException e) {
    return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
  }

  private static String shown(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
