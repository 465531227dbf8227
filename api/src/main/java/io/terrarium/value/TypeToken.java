package io.terrarium.value;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A generic type, for {@link Value#as(TypeToken)}: {@code new TypeToken<List<Double>>() {}}, with
 * the braces.
 *
 * @param <T> the type
 */
public abstract class TypeToken<T> {
  private final Type type;

  /**
   * @throws IllegalStateException if the subclass does not say what {@code T} is
   */
  protected TypeToken() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)
        || parent.getRawType() != TypeToken.class) {
      throw new IllegalStateException("write new TypeToken<List<Double>>() {}, with its type");
    }
    this.type = parent.getActualTypeArguments()[0];
  }

  /** The type. */
  public final Type type() {
    return type;
  }
}
