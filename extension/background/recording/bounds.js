// How much one recording holds. A day of scrolling is a few thousand images of some 100 kB each; a zip file of the plain
// kind holds less than 4 GiB, and browsers give an extension a share of the free disk.

/** @typedef {import("../../types").Recording} Recording */

export const MOST_IMAGES = 5000; // appearances
export const MOST_BYTES = 1.5e9; // of all pictures together
const NEAR = 0.9; // of either

/** @param {Pick<Recording, "images" | "bytes">} about */
export const isNear = ({ images, bytes }) => images >= NEAR * MOST_IMAGES || bytes >= NEAR * MOST_BYTES;

/** @param {Pick<Recording, "images" | "bytes">} about @param {number} more bytes of the next picture */
export const isFull = ({ images, bytes }, more = 0) => images >= MOST_IMAGES || bytes + more > MOST_BYTES;
