# One Muster server, or one run of the command line. Build the distribution first:
#   ./mvnw -q package -DskipTests && docker build -t muster .
ARG BASE_IMAGE=eclipse-temurin:17-jre
FROM ${BASE_IMAGE}

COPY dist/ /opt/muster/
COPY docker/muster.conf /var/lib/muster/conf/muster.conf
RUN mkdir -p /data /logs /backups \
 && chown -R 10001:10001 /data /logs /backups /var/lib/muster

ENV PATH="/opt/muster/bin:${PATH}"
WORKDIR /var/lib/muster
# A number, so that orchestrators can see that it is not root.
USER 10001:10001
VOLUME ["/data", "/logs", "/backups"]

# Bolt, server-side routing, HTTP, backup; 6000 (cluster), 7000 (Raft) and 5000 (discovery) stay within the cluster.
EXPOSE 7687 7688 7474 6362

HEALTHCHECK --interval=3s --timeout=10s --start-period=30s --retries=5 \
    CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m", "-cp", "/opt/muster/lib/muster.jar", \
         "dev.muster.node.http.HealthCheck", "http://127.0.0.1:7474/health"]

ENTRYPOINT ["/opt/muster/bin/muster"]
CMD ["server", "--conf", "/var/lib/muster/conf/muster.conf"]
