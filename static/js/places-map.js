/** A map of a few fixed places, each with the disc that says how precisely it is known. */

import { CanvasLayer, copies, property } from "./canvas-layer.js";
import { L } from "./leaflet.js";
import { EARTH, unitX, unitY } from "./mercator.js";

/** @param {any} map @param {{configId: string}} options */
export function showPlaces(map, { configId }) {
  const { places, symbols } = JSON.parse(document.getElementById(configId).textContent);
  const box = map.getContainer();
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Map of the places; they are listed below it.");
  new PlacesLayer({ places, symbols, className: "dots" }).addTo(map);
  map.baseMap?.setDots(
    places.map(({ latitude, longitude }) => [latitude, longitude]), places.map(({ name }) => name),
  );
  map.fitBounds(boundsOf(places), { padding: [36, 36], maxZoom: 7, animate: false });
}

/** Bounds that hold every disc. */
function boundsOf(places) {
  const bounds = L.latLngBounds([]);
  for (const { latitude, longitude, radius } of places) {
    const high = radius / EARTH * 360;
    const wide = Math.min(90, high / Math.max(0.05, Math.cos(latitude * Math.PI / 180)));
    bounds.extend([Math.max(-85, latitude - high), longitude - wide]);
    bounds.extend([Math.min(85, latitude + high), longitude + wide]);
  }
  return bounds;
}

class PlacesLayer extends CanvasLayer {
  restyle() {
    const of = (name) => property(this.canvas, name);
    this.style = { edge: of("--dot-edge"), label: of("--ink"), halo: of("--map-halo"),
      font: getComputedStyle(this.canvas).fontFamily };
    this.looks = new Map(this.options.symbols.map((symbol) => [symbol.code, {
      shape: new Path2D(symbol.path), colour: of(`--family-${symbol.family}`),
    }]));
  }

  draw(frame) {
    for (const place of this.options.places) {
      const x = unitX(place.longitude);
      for (const copy of copies(frame, x - 1, x + 1)) {
        this.drawPlace(frame, place, (x + copy) * frame.world - frame.left);
      }
    }
    this.canvas.dataset.drawn = String(this.options.places.length);
  }

  drawPlace({ ctx, world, top }, place, x) {
    const { shape, colour } = this.looks.get(place.type);
    const y = unitY(place.latitude) * world - top;
    const pixels = place.radius / (EARTH * Math.cos(place.latitude * Math.PI / 180)) * world;
    if (pixels > 10) disc(ctx, x, y, pixels, colour);
    const isVague = place.precision >= 3;
    ctx.save();
    ctx.translate(x - 9, y - 9);
    ctx.scale(1.5, 1.5);
    ctx.fillStyle = isVague ? this.style.edge : colour;
    ctx.strokeStyle = isVague ? colour : this.style.edge;
    ctx.lineWidth = 1.4;
    ctx.fill(shape);
    ctx.stroke(shape);
    ctx.restore();
    ctx.font = `600 13px ${this.style.font}`;
    const edge = this.canvas.clientWidth * (1 - 0.3 / 1.6) - ctx.measureText(place.name).width - 60;
    const isLeft = x > edge; // no room to the right of it
    ctx.textAlign = isLeft ? "right" : "left";
    const at = x + (isLeft ? -14 : 14);
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 4;
    ctx.strokeStyle = this.style.halo;
    ctx.strokeText(place.name, at, y);
    ctx.fillStyle = this.style.label;
    ctx.fillText(place.name, at, y);
  }
}

function disc(ctx, x, y, radius, colour) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.12;
  ctx.fill();
  ctx.globalAlpha = 0.6;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([5, 4]);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}
