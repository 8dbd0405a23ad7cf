/** HR events dropped as CSV files into a watched folder. */
@org.jspecify.annotations.NullMarked
package io.muster.intake.csv;
