/**
 * A small company to try things with: its people, its devices, its day; and a program that plays
 * it.
 */
@org.jspecify.annotations.NullMarked
package io.muster.simulator.played;
