package io.terrarium.cli;

import io.terrarium.Sandbox;
import io.terrarium.config.Configuration;
import io.terrarium.config.ServerSettings;
import io.terrarium.server.Operations;
import io.terrarium.server.Service;
import io.terrarium.server.logging.ServiceLog;
import io.terrarium.server.operations.StandardOperations;
import io.terrarium.server.page.Page;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;

/** Runs the service from its start to its end. */
final class Serving {
  private static final System.Logger LOG = System.getLogger(Serving.class.getName());

  private final Terminal terminal;
  private final ServeCommand command;

  Serving(Terminal terminal, ServeCommand command) {
    this.terminal = terminal;
    this.command = command;
  }

  /** Serves until the process is asked to end, and then until nothing is left. */
  ExitCode untilStopped() throws InterruptedException {
    Configuration configuration = configuration();
    ServerSettings server = configuration.server();
    ServiceLog.begin(server.logFormat(), terminal.out(), Debug.isOn());
    ConsoleLoggerFinder.handOver(ServiceLog::logger);
    warn(server);
    var operations = new StandardOperations(configuration);
    Sandbox sandbox = Sandbox.create(operations.observed(configuration.settings()));
    Service service = started(configuration, sandbox, operations);
    operations.watch(sandbox, service);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  LOG.log(Level.INFO, "ending: what is under way has " + words(server) + " left");
                  // What is cancelled at the bound is a call that ended so, and is answered.
                  service.close(sandbox::close);
                  LOG.log(Level.INFO, "ended");
                  terminal.out().flush();
                  // To be asked to end and to do so is success; the virtual machine says 143.
                  Runtime.getRuntime().halt(ExitCode.RETURNED.number());
                },
                "terrarium-exit"));
    LOG.log(Level.INFO, "Terrarium listens on " + address(server, service.port()));
    new CountDownLatch(1).await();
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

  /** Says what an operator must know before somebody else finds out. */
  private static void warn(ServerSettings server) {
    if (!server.isLoopback() && !server.needsKeys()) {
      LOG.log(
          Level.WARNING,
          "ANYBODY WHO REACHES "
              + shown(server.host())
              + " CAN RUN CODE HERE: there are no keys, and server.allow_unauthenticated is true");
    }
    if (!server.isLoopback() && server.needsKeys() && server.tls().isEmpty()) {
      LOG.log(
          Level.WARNING,
          "keys, programs and values go over the network unencrypted, unless something in front of"
              + " this service sees to that: server.tls is not set");
    }
  }

  private static String address(ServerSettings server, int port) {
    return (server.tls().isPresent() ? "https://" : "http://") + shown(server.host()) + ":" + port;
  }

  private static String words(ServerSettings server) {
    return server.drainTime().toMillis() + " ms";
  }

  private static Service started(
      Configuration configuration, Sandbox sandbox, Operations operations) {
    ServerSettings server = configuration.server();
    try {
      return Service.start(configuration, sandbox, operations, Page.routes());
    } catch (UncheckedIOException e) {
      sandbox.close();
      throw new UsageException(
          "cannot listen on " + shown(server.host()) + ":" + server.port() + ": " + reason(e));
    } catch (IllegalArgumentException e) {
      sandbox.close();
      throw new UsageException(String.valueOf(e.getMessage()));
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
