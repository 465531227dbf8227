/** The command {@code terrarium}. */
module io.terrarium.cli {
  requires static org.jspecify;
  requires io.terrarium.api;
  requires io.terrarium.config;
  requires io.terrarium.escapes;
  requires io.terrarium.json;
  requires io.terrarium.policy;
  requires io.terrarium.server;
  requires de.siegmar.fastcsv;
  requires info.picocli;

  uses io.terrarium.spi.Engine;

  opens io.terrarium.cli to
      info.picocli;

  provides java.lang.System.LoggerFinder with
      io.terrarium.cli.ConsoleLoggerFinder;
}
