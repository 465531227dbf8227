package io.terrarium.config;

import io.terrarium.policy.TomlFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * What the environment says of a configuration: it goes before the file.
 *
 * <p>A key's variable is the key in capitals with {@code _} for each dot, and {@code TERRARIUM_}
 * before it: {@code sandbox.limits.wall_time} is {@code TERRARIUM_SANDBOX_LIMITS_WALL_TIME}. Where
 * a key has a name in it, {@code profiles.pricing.policy}, so has the variable: {@code
 * TERRARIUM_PROFILES_PRICING_POLICY}. That is the name in the file which reads so in capitals, with
 * {@code _} for whatever is no letter or digit; or else, in small letters, a new one.
 *
 * <p>A variable is the text that would stand in quotation marks; a number, true and false are what
 * they look like. One that begins so and is no key's is a problem, as an unknown key in the file
 * is.
 */
final class EnvironmentVariables {
  private static final String PREFIX = "TERRARIUM_";
  private static final String NAME = ".NAME.";

  /** Of the command itself, and of clients of the service. */
  private static final Set<String> OTHERS =
      Set.of("TERRARIUM_DEBUG", "TERRARIUM_URL", "TERRARIUM_API_KEY");

  /** What Kubernetes gives to every container where there is a service with this name. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?"
              + "|PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_PROTO|_PORT|_ADDR)?)|PORT");

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}\\.[0-9]{1,9}");

  private final TomlTable base;
  private final TomlFile file;

  private EnvironmentVariables(TomlTable base, TomlFile file) {
    this.base = base;
    this.file = file;
  }

  /**
   * A file with what the environment says.
   *
   * @param problems where it is written down what is wrong with variables
   */
  static TomlTable over(TomlTable base, Map<String, String> environment, TomlFile problems) {
    var wanted = new TreeMap<String, String>();
    environment.forEach((name, value) -> {
      if (isOurs(name)) {
        wanted.put(name, value);
      }
    });
    return wanted.isEmpty() ? base : new EnvironmentVariables(base, problems).over(wanted);
  }

  private static boolean isOurs(String name) {
    return name.startsWith(PREFIX)
        && !OTHERS.contains(name)
        && !SERVICE_LINK.matcher(name.substring(PREFIX.length())).matches();
  }

  private TomlTable over(Map<String, String> variables) {
    var layered = LayeredTable.of(base);
    variables.forEach((name, value) -> {
      TomlPosition place = file.outside(name);
      Optional<List<String>> key = key(name);
      if (key.isPresent()) {
        layered.put(key.get(), value(key.get(), value), place);
      } else {
        file.add(place, "there is no key of this name" + TomlFile.meant(name, known()));
      }
    });
    return layered;
  }

  /**
   * A text that looks like a number is one where the key wants one; a name may be made of digits.
   */
  private static Object value(List<String> key, String text) {
    String last = key.getLast();
    if (Keys.NUMBERS.contains(last)) {
      if (WHOLE_NUMBER.matcher(text).matches()) {
        return Long.valueOf(text);
      }
      return NUMBER.matcher(text).matches() ? Double.valueOf(text) : text;
    }
    boolean flag = Keys.FLAGS.contains(last) && (text.equals("true") || text.equals("false"));
    return flag ? (Object) Boolean.valueOf(text) : text;
  }

  /** The key of a variable, name by name. */
  private Optional<List<String>> key(String variable) {
    return Keys.scalars().stream()
        // The one that leaves least for a name: what can be part of the key is.
        .sorted(Comparator.comparingInt((String key) -> key.length()).reversed())
        .map(key -> match(variable, key))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<List<String>> match(String variable, String key) {
    int at = key.indexOf(NAME);
    if (at < 0) {
      return variable.equals(variable(key)) ? Optional.of(path(key)) : Optional.empty();
    }
    String before = variable(key.substring(0, at)) + "_";
    String after = "_" + capitals(key.substring(at + NAME.length()));
    if (!variable.startsWith(before)
        || !variable.endsWith(after)
        || variable.length() <= before.length() + after.length()) {
      return Optional.empty();
    }
    String name = variable.substring(before.length(), variable.length() - after.length());
    List<String> owner = path(key.substring(0, at));
    var path = new ArrayList<>(owner);
    path.add(
        names(owner).stream()
            .filter(it -> capitals(it).equals(name))
            .findFirst()
            .orElse(name.toLowerCase(Locale.ROOT)));
    path.addAll(path(key.substring(at + NAME.length())));
    return Optional.of(path);
  }

  /** Every variable that there could be, for whoever has mistyped one. */
  private Collection<String> known() {
    var known = new LinkedHashSet<String>();
    for (String key : Keys.scalars()) {
      int at = key.indexOf(NAME);
      if (at < 0) {
        known.add(variable(key));
      } else {
        names(path(key.substring(0, at)))
            .forEach(name -> known.add(variable(key.replace(NAME, "." + name + "."))));
      }
    }
    return known;
  }

  /** The names in a table of the file. */
  private Set<String> names(List<String> path) {
    Object table = base;
    for (String name : path) {
      table = table instanceof TomlTable it ? it.get(List.of(name)) : null;
    }
    return table instanceof TomlTable it ? it.keySet() : Set.of();
  }

  private static String variable(String key) {
    return PREFIX + capitals(key);
  }

  private static String capitals(String text) {
    return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static List<String> path(String key) {
    return List.of(key.split("\\."));
  }
}
