package io.terrarium.config;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A table of a file with other values over its own. Tables in it are such tables too; the file's
 * are left as they are.
 */
final class LayeredTable implements TomlTable {
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, @Nullable TomlPosition> places = new LinkedHashMap<>();

  private LayeredTable() {}

  /** A table with nothing over it. */
  static LayeredTable of(TomlTable base) {
    var table = new LayeredTable();
    for (String key : base.keySet()) {
      Object value = base.get(List.of(key));
      if (value != null) {
        table.values.put(key, value instanceof TomlTable it ? of(it) : value);
        table.places.put(key, base.inputPositionOf(List.of(key)));
      }
    }
    return table;
  }

  /**
   * Puts a value over what there is, with the tables that it needs. What stands in the place of one
   * of those and is no table is left: that is a mistake of its own.
   */
  void put(List<String> path, Object value, TomlPosition place) {
    String key = path.getFirst();
    if (path.size() == 1) {
      values.put(key, value);
      places.put(key, place);
      return;
    }
    places.putIfAbsent(key, place);
    if (values.computeIfAbsent(key, _ -> new LayeredTable()) instanceof LayeredTable inner) {
      inner.put(path.subList(1, path.size()), value, place);
    }
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public boolean isEmpty() {
    return values.isEmpty();
  }

  @Override
  public Set<String> keySet() {
    return values.keySet();
  }

  @Override
  public Set<List<String>> keyPathSet(boolean includeTables) {
    var paths = new LinkedHashSet<List<String>>();
    entryPathSet(includeTables).forEach(entry -> paths.add(entry.getKey()));
    return paths;
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    return values.entrySet();
  }

  @Override
  public Set<Map.Entry<List<String>, Object>> entryPathSet(boolean includeTables) {
    var entries = new LinkedHashSet<Map.Entry<List<String>, Object>>();
    values.forEach((key, value) -> {
      if (!(value instanceof TomlTable) || includeTables) {
        entries.add(new SimpleImmutableEntry<>(List.of(key), value));
      }
      if (value instanceof TomlTable table) {
        for (Map.Entry<List<String>, Object> inner : table.entryPathSet(includeTables)) {
          var path = new ArrayList<String>();
          path.add(key);
          path.addAll(inner.getKey());
          entries.add(new SimpleImmutableEntry<>(path, inner.getValue()));
        }
      }
    });
    return entries;
  }

  @Override
  public @Nullable Object get(List<String> path) {
    if (path.isEmpty()) {
      return this;
    }
    Object value = values.get(path.getFirst());
    if (path.size() == 1) {
      return value;
    }
    return value instanceof TomlTable table ? table.get(path.subList(1, path.size())) : null;
  }

  @Override
  public @Nullable TomlPosition inputPositionOf(List<String> path) {
    if (path.size() == 1) {
      return places.get(path.getFirst());
    }
    return !path.isEmpty() && values.get(path.getFirst()) instanceof TomlTable table
        ? table.inputPositionOf(path.subList(1, path.size()))
        : null;
  }

  @Override
  public Map<String, Object> toMap() {
    return Map.copyOf(values);
  }
}
