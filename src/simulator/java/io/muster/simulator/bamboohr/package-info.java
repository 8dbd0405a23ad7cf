/** BambooHR, as far as an HR feed needs it. */
@org.jspecify.annotations.NullMarked
package io.muster.simulator.bamboohr;
