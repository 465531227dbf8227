package io.terrarium.server.operations;

import io.terrarium.Profile;
import io.terrarium.config.Configuration;
import io.terrarium.config.KeyHash;
import io.terrarium.config.ServiceKey;
import io.terrarium.server.Caller;
import io.terrarium.server.Problem;
import io.terrarium.server.ProblemCode;
import io.terrarium.server.Request;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who calls: finds the key that a request shows. Immutable, but for what keys have used up. */
final class Callers {
  private static final Pattern BEARER =
      Pattern.compile("Bearer +([!-~]{1,512})", Pattern.CASE_INSENSITIVE);
  private static final Pattern KEY = Pattern.compile("[!-~]{1,512}");

  /** A key with who has it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Holder(byte[] hash, Caller caller) {}

  private final Caller anyone;
  private final List<Holder> holders;
  private final Map<String, Turnstile> turnstiles = new HashMap<>();

  Callers(Configuration configuration) {
    this.anyone = Caller.anyone(configuration.profiles());
    this.holders =
        configuration.server().keys().values().stream()
            .map(key -> new Holder(key.hash().bytes(), caller(key, configuration)))
            .toList();
    configuration
        .server()
        .keys()
        .values()
        .forEach(key ->
            turnstiles.put(
                key.name(),
                new Turnstile(key, usual(configuration), configuration.settings().queueWait())));
  }

  /** Where there are several keys, none of them takes more than half of all places by default. */
  private static OptionalInt usual(Configuration configuration) {
    return configuration.server().keys().size() > 1
        ? OptionalInt.of((configuration.settings().maximumConcurrentCalls() + 1) / 2)
        : OptionalInt.empty();
  }

  /**
   * Who makes a request.
   *
   * @throws io.terrarium.server.ProblemException when that is nobody, or has made too many
   */
  Caller of(Request request) {
    if (holders.isEmpty()) {
      return anyone;
    }
    Caller caller = holder(shown(request));
    Turnstile turnstile = turnstiles.get(caller.name());
    if (turnstile != null) {
      turnstile.count();
    }
    return caller;
  }

  /** What holds a caller back; empty where there are no keys. */
  Optional<Turnstile> turnstile(Caller caller) {
    return Optional.ofNullable(turnstiles.get(caller.name()));
  }

  private static String shown(Request request) {
    List<String> authorizations = request.headers("Authorization");
    List<String> keys = request.headers("X-API-Key");
    if (authorizations.size() + keys.size() > 1) {
      throw Problem.of(
              ProblemCode.MALFORMED_REQUEST,
              "There is more than one key: show one, in Authorization or in X-API-Key.")
          .exception();
    }
    if (!keys.isEmpty()) {
      return Optional.of(keys.getFirst())
          .filter(it -> KEY.matcher(it).matches())
          .orElseThrow(Callers::unknown);
    }
    if (authorizations.isEmpty()) {
      throw required("Show a key: Authorization: Bearer KEY, or X-API-Key: KEY.");
    }
    Matcher bearer = BEARER.matcher(authorizations.getFirst());
    if (!bearer.matches()) {
      throw required("Authorization has to be Bearer and a key.");
    }
    return bearer.group(1);
  }

  /** Looks at all of them, however soon one fits: how long it takes tells nothing. */
  private Caller holder(String key) {
    byte[] digest = KeyHash.digest(key);
    @Nullable Caller found = null;
    for (Holder holder : holders) {
      if (MessageDigest.isEqual(holder.hash, digest)) {
        found = holder.caller;
      }
    }
    if (found == null) {
      throw unknown();
    }
    return found;
  }

  private static RuntimeException required(String detail) {
    return Problem.of(ProblemCode.KEY_REQUIRED, detail).exception();
  }

  private static RuntimeException unknown() {
    return Problem.of(ProblemCode.KEY_UNKNOWN, "This key is none of those that are known here.")
        .exception();
  }

  private static Caller caller(ServiceKey key, Configuration configuration) {
    if (key.profiles().isEmpty()) {
      return new Caller(key.name(), configuration.profiles(), Optional.empty());
    }
    var profiles = new TreeMap<String, Profile>();
    key.profiles().forEach(name -> profiles.put(name, configuration.profile(name)));
    return new Caller(
        key.name(), profiles, Optional.of(configuration.profile(key.profiles().getFirst())));
  }
}
