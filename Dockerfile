# The kiosk in a container, its window on this computer's X server.
#
#   docker build -t ekyc-kiosk .
#
# Linux, on a desktop (X11 or XWayland):
#   docker run --rm -e DISPLAY -v /tmp/.X11-unix:/tmp/.X11-unix \
#     --device /dev/video0 --group-add "$(stat -c %g /dev/video0)" ekyc-kiosk
#   If the X server refuses the window: xhost +si:localuser:$(id -un)
#
# macOS: start XQuartz, allow "connections from network clients" in its security settings, then
#   xhost +localhost && docker run --rm -e DISPLAY=host.docker.internal:0 ekyc-kiosk
#   Docker's virtual machine has no camera there: the kiosk offers the simulated customer.
#
# Windows 11: inside a WSL 2 distribution its own X server (WSLg) takes the window:
#   docker run --rm -e DISPLAY -v /tmp/.X11-unix:/tmp/.X11-unix ekyc-kiosk
#   A USB camera is brought in with usbipd-win (usbipd attach --wsl), then --device as on Linux.
#   Windows 10: start VcXsrv with access control off, and use -e DISPLAY=host.docker.internal:0.0
#
# No display at all:
#   docker run --rm --entrypoint xvfb-run ekyc-kiosk -a .venv/bin/ekyc demo --window
FROM debian:12-slim

WORKDIR /opt/ekyc
COPY packaging/apt/kiosk.txt packaging/apt/kiosk.txt
RUN apt-get update \
    && grep -v '^#' packaging/apt/kiosk.txt | xargs apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*

COPY . .
RUN packaging/setup.sh && rm -rf /root/.cache

# The X socket carries no shared memory between the container and the server.
ENV QT_X11_NO_MITSHM=1 LANG=C.UTF-8
RUN useradd --create-home --uid 1000 --groups video kiosk
USER kiosk
ENTRYPOINT ["/opt/ekyc/.venv/bin/ekyc"]
