/** HR events pushed to us as signed webhooks. */
@org.jspecify.annotations.NullMarked
package io.muster.intake.webhook;
