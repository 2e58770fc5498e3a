"""The shapes of the marks: of each sector (0: of none), and of a lab."""

SHAPES = {
    0: '<circle class="f0" r="1"/>',
    1: '<circle class="f1" r="1"/>',
    2: '<path class="f2" d="M-.9-.9H.9V.9H-.9z"/>',
    3: '<path class="f3" d="M0-1.1L1.15.9H-1.15z"/>',
    4: '<path class="f4" d="M0-1.2L1.2 0 0 1.2-1.2 0z"/>',
}
LAB = '<path class="lab" d="M-1-1H1V1H-1z"/>'
