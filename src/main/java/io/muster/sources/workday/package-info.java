/** Workday as an HR source: its web service Get_Workers, or a custom report. */
@org.jspecify.annotations.NullMarked
package io.muster.sources.workday;
