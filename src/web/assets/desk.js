// The desk: its forms go out once, its matrix is gone through with the arrow keys, and it stays as it is on the server.

import './once.js';
import { Live } from './live.js';
import { reach } from './matrix.js';

reach();
document.addEventListener('guanmo-parts', reach);
new Live(document.getElementById('live'), 'desk').start();
