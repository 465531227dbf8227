package io.terrarium.jail;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** An argument of a {@link Step}'s system call: what the executor puts into one register. */
public sealed interface Argument {

  /** The argument as plain data: a Long, or a Map whose {@code kind} says what it is. */
  Object toData();

  /** What a 64-bit word of memory can hold. */
  sealed interface Word {
    /** The word as plain data, as in {@link Argument#toData}. */
    Object toData();
  }

  /** A number, signed or not: 64 bits. */
  record Literal(long value) implements Argument, Word {
    @Override
    public Object toData() {
      return value;
    }
  }

  /** A number that is given for each worker under a name, such as {@code address_space}. */
  record WorkerValue(String name) implements Word {
    @Override
    public Object toData() {
      return Map.of("kind", "value", "name", name);
    }
  }

  /** What an earlier step's system call answered, such as a descriptor. */
  record Result(String step) implements Argument {
    @Override
    public Object toData() {
      return Map.of("kind", "result", "step", step);
    }
  }

  /** A pointer to these bytes. */
  record Buffer(Bytes content) implements Argument {
    @Override
    public Object toData() {
      return Map.of("kind", "buffer", "bytes", content.toArray());
    }
  }

  /** A pointer to 64-bit words, of which each worker may have its own. */
  record Words(List<Word> words) implements Argument {
    /** Copies the list. */
    public Words {
      words = List.copyOf(words);
    }

    @Override
    public Object toData() {
      return Map.of("kind", "words", "words", words.stream().map(Word::toData).toList());
    }
  }

  /**
   * A pointer to a {@code struct sock_fprog} over these instructions, each a {@code struct
   * sock_filter}. The structure holds a pointer, so only the executor can make it.
   */
  record Program(Bytes instructions) implements Argument {
    @Override
    public Object toData() {
      return Map.of("kind", "program", "bytes", instructions.toArray());
    }
  }

  /**
   * One of several, chosen by what an earlier step's call answered: that of the greatest key which
   * is not greater than the answer. With none such the step fails.
   */
  record ByResult(String step, SortedMap<Long, Argument> choices) implements Argument {
    /** Copies the map. */
    public ByResult {
      choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
    }

    @Override
    public Object toData() {
      List<List<Object>> pairs =
          choices.entrySet().stream()
              .map(entry -> List.of(entry.getKey(), entry.getValue().toData()))
              .toList();
      return Map.of("kind", "by_result", "step", step, "choices", pairs);
    }
  }
}
