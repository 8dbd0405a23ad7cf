/** Microsoft Entra ID behind Graph v1.0, as far as its description and known habits go. */
@org.jspecify.annotations.NullMarked
package io.muster.simulator.entra;
