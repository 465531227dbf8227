package io.terrarium.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code terrarium serve}: the HTTP service. */
@Command(
    name = "serve",
    sortOptions = false,
    sortSynopsis = false,
    description = {
      "Serves programs and calls over HTTP, until SIGTERM or SIGINT.",
      "What is under way then has some time to come to its end.",
    },
    footer = {
      "",
      "Examples:",
      "  terrarium serve",
      "  terrarium serve --port 0",
      "  terrarium serve --config terrarium.toml"
    })
final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The name or address to listen on (default: 127.0.0.1).")
  @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on; 0: one that is free (default: 8080).")
  @Nullable Integer port;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Take settings and profiles from this file in TOML.")
  @Nullable String file;

  @Mixin EngineOptions engine = new EngineOptions();
  @Mixin CommonOptions common = new CommonOptions();

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    // All that knows the service is there: only this command has it on its class path.
    return new Serving(terminal, this).untilStopped().number();
  }
}
