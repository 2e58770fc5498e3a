"""The look of a map that is a file by itself: light colours, whatever shows it."""

STYLE = (
    "<style>.isle{fill:#eaeff1}.many{fill:#dff0f2;stroke:#0b7285}.seat{stroke:#72838b}"
    ".work{stroke:#0b7285;stroke-width:2}.proposed{stroke:#0b7285;stroke-dasharray:4 4}"
    ".mark{stroke:#fff;stroke-width:.12}.body{stroke:#14242b;stroke-width:.16}"
    ".lab{fill:#fff;stroke:#72838b;stroke-width:.2}.f0{fill:#4e606a}.f1{fill:#1f5fbf}.f2{fill:#b1306f}"
    ".f3{fill:#7a3fb0}.f4{fill:#66730f}text{font:12px sans-serif;fill:#14242b}</style>"
)
