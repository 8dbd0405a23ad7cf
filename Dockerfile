# Two images from the jars of `./mvnw -DskipTests package`: the service, and the simulators to try it with.
#   docker build --target muster .        docker build --target simulators .
FROM eclipse-temurin:17-jre AS layers
WORKDIR /layers
COPY target/muster-*.jar jars/
RUN mv jars/*-simulators.jar simulators.jar && mv jars/muster-*.jar muster.jar \
 && java -Djarmode=tools -jar muster.jar extract --layers --destination service

FROM eclipse-temurin:17-jre AS base
RUN groupadd --system --gid 10001 muster \
 && useradd --system --uid 10001 --gid muster --home-dir /app --shell /usr/sbin/nologin muster
WORKDIR /app

FROM base AS simulators
COPY --from=layers /layers/simulators.jar ./
COPY docker/healthy /usr/local/bin/healthy
USER 10001:10001
ENV SIMULATORS_HOST=0.0.0.0
EXPOSE 9081 9082 9083
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=6 CMD ["healthy", "9083", "/", "HR only speaks"]
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-jar", "simulators.jar"]

FROM base AS muster
# what HR drops, and what process owners edit; both are meant to be mounted
RUN mkdir -p /hr /models && chown muster:muster /hr
COPY --from=layers /layers/service/dependencies/ ./
COPY --from=layers /layers/service/spring-boot-loader/ ./
COPY --from=layers /layers/service/snapshot-dependencies/ ./
COPY --from=layers /layers/service/application/ ./
COPY docker/healthy /usr/local/bin/healthy
USER 10001:10001
ENV SPRING_CONFIG_IMPORT=optional:file:/settings/muster.yml,optional:configtree:/run/secrets/ \
    MUSTER_MODELS_DIR=/models \
    MUSTER_CSV_FOLDER=/hr
EXPOSE 8080
VOLUME /hr
HEALTHCHECK --interval=10s --timeout=5s --start-period=180s --retries=6 CMD ["healthy", "8080", "/actuator/health/readiness", "UP"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-jar", "muster.jar"]
