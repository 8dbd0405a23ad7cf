/**
 * The whole service, seen from outside: HR on one side, vendors on the other, people in between.
 */
@org.jspecify.annotations.NullMarked
package io.muster.system;
