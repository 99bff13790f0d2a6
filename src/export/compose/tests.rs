//! The layout of a small shop as files, and of hostile names as another parser reads it.

use std::collections::BTreeMap;

use expect_test::expect;
use serde_json::Value;

use crate::deploy::{Layout, LayoutRequest, ServiceRequest, layout};
use crate::export::sample::{hostile, hostile_names};
use crate::export::{Artifact, Report};
use crate::plan::RunSettings;

fn report_of(names: &[String], run: &RunSettings) -> Report {
    Report {
        system: "Corner shop".into(),
        layout: layout_of(names, run),
        ..Report::default()
    }
}

fn layout_of(names: &[String], run: &RunSettings) -> Layout {
    let planned = names.iter().map(|it| ServiceRequest {
        name: it,
        ..ServiceRequest::default()
    });
    let remaining = ServiceRequest {
        name: "remaining monolith",
        remaining: true,
        ..ServiceRequest::default()
    };
    layout(&LayoutRequest {
        system: "Corner shop",
        services: planned.chain([remaining]).collect(),
        calls: vec![(0, 1)],
        run,
        binaries: Vec::new(),
    })
}

fn run() -> RunSettings {
    RunSettings {
        package: Some("corner-shop".into()),
        bin: Some("corner-shop".into()),
        port: Some(8080),
        port_env: Some("PORT".into()),
        role_env: Some("SHOP_ROLE".into()),
        healthcheck: vec!["healthcheck".into()],
        data: Some("/data".into()),
        ..RunSettings::default()
    }
}

fn text_of(artifacts: &[Artifact], path: &str) -> String {
    let artifact = artifacts.iter().find(|it| it.path == path).unwrap();
    String::from_utf8(artifact.bytes.clone()).unwrap()
}

#[test]
fn a_layout_of_two_services() {
    let artifacts = super::write(&report_of(&["orders".into(), "stock".into()], &run()));
    let paths: Vec<_> = artifacts.iter().map(|it| &*it.path).collect();
    expect!["compose.yaml compose.direct.yaml Caddyfile LOSSES.md Dockerfile Dockerfile.build .dockerignore data/README"].assert_eq(&paths.join(" "));
    expect![[r##"
        # Corner shop: one image, many roles. Written by seamline from the plan.
        #
        # 1. Put the static binary where the image looks for it: bin/corner-shop
        #    (Dockerfile says how to build it; Dockerfile.build does it in the image)
        # 2. docker compose up --build --wait
        # 3. http://localhost:8080/
        #
        # What is missing or assumed is said in LOSSES.md, and again where it matters below.
        name: corner-shop

        # LOSS: no code is cut yet: every container holds the whole program and calls its own copy
        #   of the others inside the process; the networks permit calls that are not made yet.
        #   REMEDY: extract a service into a package and name it in the plan: package = "..."
        # LOSS: what the program does on its own (timers, queues, mail) every container now does.
        #   REMEDY: let it look at SHOP_ROLE and do each job in one role only
        # LOSS: limits are defaults, not measurements. REMEDY: measure each role under load and
        #   change deploy.resources.limits
        x-role: &role
          image: corner-shop:seamline
          build:
            context: "."
            dockerfile: Dockerfile
          healthcheck:
            test: ["CMD", "/corner-shop", "healthcheck"]
            interval: "10s"
            timeout: "5s"
            retries: 3
            start_period: "10s"
          restart: unless-stopped
          read_only: true
          cap_drop: ["ALL"]
          security_opt: ["no-new-privileges:true"]
          user: "65532:65532"
          tmpfs:
            - /tmp
          volumes:
            - data:/data
          deploy:
            resources:
              limits:
                cpus: "0.50"
                memory: "256M"
                pids: 128

        services:
          gateway:
            image: caddy:2
            restart: unless-stopped
            ports:
              - "8080:8080"
            read_only: true
            cap_drop: ["ALL"]
            security_opt: ["no-new-privileges:true"]
            # Caddy's binary asks for this one and does not start without it.
            cap_add: ["NET_BIND_SERVICE"]
            tmpfs:
              - /config
              - /data
            volumes:
              - type: bind
                source: ./Caddyfile
                target: /etc/caddy/Caddyfile
                read_only: true
            deploy:
              resources:
                limits:
                  cpus: "0.25"
                  memory: "128M"
                  pids: 128
            healthcheck:
              test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8081/"]
              interval: "10s"
              timeout: "5s"
              retries: 3
              start_period: "10s"
            networks:
              - front
              - to-orders
              - to-stock
              - to-monolith
          # LOSS: no door of orders is known: none was found in the code that it owns; the gateway
          #   sends it /orders and all below. REMEDY: name its paths in the plan: prefixes =
          #   ["/..."]
          orders:
            <<: *role
            environment:
              SHOP_ROLE: orders
              PORT: "8080"
            # The monolith goes first: it prepares the data for all.
            depends_on:
              monolith:
                condition: service_healthy
            networks:
              - to-orders
              - to-stock
          # LOSS: no door of stock is known: none was found in the code that it owns; the gateway
          #   sends it /stock and all below. REMEDY: name its paths in the plan: prefixes = ["/..."]
          stock:
            <<: *role
            environment:
              SHOP_ROLE: stock
              PORT: "8080"
            # The monolith goes first: it prepares the data for all.
            depends_on:
              monolith:
                condition: service_healthy
            networks:
              - to-stock
          # remaining monolith
          monolith:
            <<: *role
            environment:
              SHOP_ROLE: monolith
              PORT: "8080"
            networks:
              - to-monolith

        # LOSS: the networks are closed: no container but the gateway reaches the world outside.
        #   REMEDY: add a network that is not internal to services that must call out
        networks:
          front: {}
          to-orders:
            internal: true
          to-stock:
            internal: true
          to-monolith:
            internal: true

        # LOSS: the data are still one: all containers mount the same volume, as the program has
        #   one store today; a store that only one process may open fails in the second container,
        #   and no boundary protects the tables of another service. REMEDY: move the store to a
        #   server, or give each service a volume of its own once its tables are its own
        volumes:
          data: {}
    "##]]
    .assert_eq(&text_of(&artifacts, "compose.yaml"));
    expect![[r##"
        # Who answers what. The first match wins: the most particular path stands first.
        {
        	admin off
        	auto_https off
        }

        # Only the gateway's own health check asks here; the port is not published.
        http://:8081 {
        	respond 200
        }

        http://:8080 {
        	route {
        		# LOSS: no door of orders is known: none was found in the code that it owns; the gateway
        		#   sends it /orders and all below. REMEDY: name its paths in the plan: prefixes =
        		#   ["/..."]
        		@r0 path /orders /orders/*
        		handle @r0 {
        			reverse_proxy orders:8080 {
        				header_down X-Seamline-Service orders
        			}
        		}
        		# LOSS: no door of stock is known: none was found in the code that it owns; the gateway
        		#   sends it /stock and all below. REMEDY: name its paths in the plan: prefixes = ["/..."]
        		@r1 path /stock /stock/*
        		handle @r1 {
        			reverse_proxy stock:8080 {
        				header_down X-Seamline-Service stock
        			}
        		}
        		# What belongs to no service goes on to the monolith.
        		handle {
        			reverse_proxy monolith:8080 {
        				header_down X-Seamline-Service monolith
        			}
        		}
        	}
        }
    "##]]
    .assert_eq(&text_of(&artifacts, "Caddyfile"));
    expect![[r##"
        # One static binary and nothing else. Build it in the folder of the code:
        #   RUSTFLAGS='-C target-feature=+crt-static' \
        #     cargo build --release --package corner-shop --bin corner-shop --target x86_64-unknown-linux-gnu
        # and copy target/x86_64-unknown-linux-gnu/release/corner-shop to bin/corner-shop beside this file.
        # Where a registry can be reached, Dockerfile.build does both.
        FROM scratch
        COPY --chown=65532:65532 data /data
        COPY --chmod=0755 bin/corner-shop /corner-shop
        USER 65532:65532
        ENTRYPOINT ["/corner-shop"]
    "##]].assert_eq(&text_of(&artifacts, "Dockerfile"));
    expect![[r##"
        # What the layout of Corner shop does not know

        The layout starts 3 containers of one image and a gateway.
        Each point is something missing, assumed or given up, and what helps.

        ## All roles

        - No code is cut yet: every container holds the whole program and calls its own copy of the others inside the process; the networks permit calls that are not made yet.
          *Remedy:* extract a service into a package and name it in the plan: package = "..."
        - What the program does on its own (timers, queues, mail) every container now does.
          *Remedy:* let it look at SHOP_ROLE and do each job in one role only
        - Limits are defaults, not measurements.
          *Remedy:* measure each role under load and change deploy.resources.limits

        ## orders

        - No door of orders is known: none was found in the code that it owns; the gateway sends it /orders and all below.
          *Remedy:* name its paths in the plan: prefixes = \["/..."\]

        ## stock

        - No door of stock is known: none was found in the code that it owns; the gateway sends it /stock and all below.
          *Remedy:* name its paths in the plan: prefixes = \["/..."\]

        ## Data

        - The data are still one: all containers mount the same volume, as the program has one store today; a store that only one process may open fails in the second container, and no boundary protects the tables of another service.
          *Remedy:* move the store to a server, or give each service a volume of its own once its tables are its own

        ## Networks

        - The networks are closed: no container but the gateway reaches the world outside.
          *Remedy:* add a network that is not internal to services that must call out

        ## Defaults

        | For | Cores | Memory | Processes |
        | --- | --: | --: | --: |
        | a role | 0.50 | 256 MiB | 128 |
        | the gateway | 0.25 | 128 MiB | 128 |
    "##]].assert_eq(&text_of(&artifacts, "LOSSES.md"));
}

#[test]
fn hostile_names_make_a_valid_layout() {
    let mut report = hostile();
    let mut run = run();
    run.env.insert(
        "GREETING".into(),
        hostile_names().concat().replace('\0', "").into(),
    );
    report.layout = layout_of(&hostile_names(), &run);
    let artifacts = super::write(&report);
    for path in ["compose.yaml", "compose.direct.yaml"] {
        let read: BTreeMap<String, Value> =
            serde_saphyr::from_str(&text_of(&artifacts, path)).unwrap();
        let n_services = read["services"].as_object().unwrap().len();
        assert!(n_services >= hostile_names().len(), "{path}");
    }
    let compose: Value = serde_saphyr::from_str(&text_of(&artifacts, "compose.yaml")).unwrap();
    let greeting = compose["services"]["monolith"]["environment"]["GREETING"]
        .as_str()
        .unwrap();
    assert_eq!(greeting.replace("$$", "$"), &*run.env["GREETING"]);
    for path in ["Caddyfile", "Dockerfile"] {
        assert!(
            text_of(&artifacts, path)
                .chars()
                .all(|it| !it.is_control() || "\n\t".contains(it))
        );
    }
}
