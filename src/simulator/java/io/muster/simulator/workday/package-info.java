/**
 * Workday, as far as its published schema and known habits go: Get_Workers, custom reports, tokens.
 */
@org.jspecify.annotations.NullMarked
package io.muster.simulator.workday;
