package io.muster.process;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a case is cut into jobs.
 *
 * @param shared whether a step is done in the job of the timer or decision table before it, as long
 *     as that job has called no other system yet; {@code false} gives each step a job of its own;
 *     default {@code true}
 */
@ConfigurationProperties("muster.jobs")
record JobProperties(@DefaultValue("true") boolean shared) {}
