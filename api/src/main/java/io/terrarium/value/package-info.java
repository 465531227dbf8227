/**
 * Values on their way between Java and Python.
 *
 * <p>A {@link io.terrarium.value.Value} is one Python value: one immutable type for each Python
 * type that can cross, compared by content and free of nulls. {@link
 * io.terrarium.value.Value#of(Object)} makes one from an ordinary Java object; the {@code as…}
 * methods and {@link io.terrarium.value.Value#toJava()} lead back. What fits what, and what is not
 * exact, is in the table of {@code docs/values.md}.
 *
 * <p>A value may come from a program that wishes its caller ill: every conversion costs time and
 * memory in proportion to the value's size, and refuses what would cost more.
 */
@NullMarked
package io.terrarium.value;

import org.jspecify.annotations.NullMarked;
