package io.terrarium.value;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A type as Python's annotations write it, to which a value can be held: {@code list[float]}.
 *
 * <p>What fits is a value of just that type, or of a subclass of it; a member of an enum counts as
 * its value does. An int also fits where a {@code float}, a {@code complex} or a {@code Fraction}
 * is wanted, and a float where a {@code complex} is, if the number stays the very same: it becomes
 * one. Nothing else is converted: a bool is no int, a tuple no list.
 */
public sealed interface PythonType {

  /** The types without parts. */
  enum Plain implements PythonType {
    /** Whatever it is. */
    ANY("Any"),
    /** {@code None}. */
    NONE("None"),
    /** {@code bool}. */
    BOOL("bool"),
    /** {@code int}, of any size. */
    INT("int"),
    /** {@code float}. */
    FLOAT("float"),
    /** {@code complex}. */
    COMPLEX("complex"),
    /** {@code str}. */
    STR("str"),
    /** {@code bytes}. */
    BYTES("bytes"),
    /** {@code bytearray}. */
    BYTEARRAY("bytearray"),
    /** {@code datetime.date}, and no datetime. */
    DATE("date"),
    /** {@code datetime.time}. */
    TIME("time"),
    /** {@code datetime.datetime}. */
    DATETIME("datetime"),
    /** {@code datetime.timedelta}. */
    TIMEDELTA("timedelta"),
    /** {@code decimal.Decimal}. */
    DECIMAL("Decimal"),
    /** {@code fractions.Fraction}. */
    FRACTION("Fraction"),
    /** {@code uuid.UUID}. */
    UUID("UUID");

    private final String word;

    Plain(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /** {@code list[item]}. */
  record ListOf(PythonType item) implements PythonType {
    @Override
    public String toString() {
      return "list[" + item + "]";
    }
  }

  /** {@code set[item]} or {@code frozenset[item]}. */
  record SetOf(PythonType item, boolean frozen) implements PythonType {
    @Override
    public String toString() {
      return (frozen ? "frozenset[" : "set[") + item + "]";
    }
  }

  /** {@code tuple[first, second]}: just as many items as types. */
  record TupleOf(List<PythonType> items) implements PythonType {
    /** Copies the list. */
    public TupleOf {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return items.isEmpty()
          ? "tuple[()]"
          : items.stream().map(Object::toString).collect(Collectors.joining(", ", "tuple[", "]"));
    }
  }

  /** {@code tuple[item, ...]}: any number of items. */
  record TupleOfMany(PythonType item) implements PythonType {
    @Override
    public String toString() {
      return "tuple[" + item + ", ...]";
    }
  }

  /** {@code dict[key, value]}. */
  record DictOf(PythonType key, PythonType value) implements PythonType {
    @Override
    public String toString() {
      return "dict[" + key + ", " + value + "]";
    }
  }

  /** {@code one | other}: a value of any of these. */
  record Union(List<PythonType> members) implements PythonType {
    /**
     * @throws IllegalArgumentException if there are less than two
     */
    public Union {
      members = List.copyOf(members);
      if (members.size() < 2) {
        throw new IllegalArgumentException("a union has two members at least");
      }
    }

    @Override
    public String toString() {
      return members.stream().map(Object::toString).collect(Collectors.joining(" | "));
    }
  }

  /** {@code Literal['one', 'other']}: one of these texts, or a member of an enum by such a name. */
  record Literal(List<String> texts) implements PythonType {
    /**
     * @throws IllegalArgumentException if there is none
     */
    public Literal {
      texts = List.copyOf(texts);
      if (texts.isEmpty()) {
        throw new IllegalArgumentException("a literal type has one text at least");
      }
    }

    @Override
    public String toString() {
      return texts.stream()
          .map(text -> new StrValue(text).toString())
          .collect(Collectors.joining(", ", "Literal[", "]"));
    }
  }

  /**
   * What a Java record of that name is: a dataclass, a named tuple or a dict with these names in
   * it. Further ones do no harm. It has no form as text.
   */
  record Shape(String name, List<Member> members) implements PythonType {
    /** Copies the list. */
    public Shape {
      members = List.copyOf(members);
    }

    /**
     * One of the names.
     *
     * @param required whether it has to be there
     */
    public record Member(String name, PythonType type, boolean required) {}

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * The type that a Java class is in Python, as the table in {@code docs/values.md} has it.
   *
   * @throws IllegalArgumentException if it is none there
   */
  static PythonType of(Class<?> type) {
    return new PythonTypeOfJava().of(type);
  }

  /**
   * The same for a generic type: {@code new TypeToken<List<Double>>() {}}.
   *
   * @throws IllegalArgumentException if it is none there
   */
  static PythonType of(TypeToken<?> type) {
    return new PythonTypeOfJava().of(type.type());
  }

  /** What became of a value that was held to a type. */
  sealed interface Fit {

    /** It fits: the value, or what it was converted to. */
    record Fitted(Value value) implements Fit {}

    /**
     * It does not.
     *
     * @param path where: {@code result[3]}
     * @param expected the type that is wanted there
     * @param actual the type that is there
     * @param message all of it as a sentence: {@code result[3]: expected float, was str}
     */
    record Misfit(String path, String expected, String actual, String message) implements Fit {}
  }

  /**
   * Holds a value to this type, in time and memory in proportion to the value's size.
   *
   * @param root how messages call the value: {@code result}
   */
  default Fit fit(Value value, String root) {
    return TypeFit.of(this, value, root);
  }
}
