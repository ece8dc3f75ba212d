// Gives something of the tablet's to whoever holds it, as a file.

const LONG = 60000; // milliseconds in which a browser has taken it

export function give(name, text, type) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  setTimeout(() => URL.revokeObjectURL(link.href), LONG);
}
