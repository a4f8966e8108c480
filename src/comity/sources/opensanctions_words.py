"""On whom each regime on the European Union's map of sanctions is, by the name of the regime.

The map gives a name and acts, no target. Codes are those of the list of programmes: ISO two letters, or a region that
is no state (`ua-cri`). A regime against a body, a practice or an armed group has no territory; claims after the
resolutions 757 (1992) were Yugoslavia's and after 883 (1993) Libya's. Regime 36 (2014) is on
those whom its programme names: Russia and the regions that it holds.
"""

REGIME_TARGETS: dict[str, tuple[str, ...]] = {
    "1": ("af",),  # the Taliban, as the list of programmes has it
    "2": ("by",),
    "4": ("ba",),
    "5": (),  # ISIL and Al-Qaida
    "6": (),  # terrorism
    "7": ("bi",),
    "8": ("mm",),
    "9": ("cf",),
    "10": ("cn",),
    "11": ("cd",),
    "14": ("gn",),
    "15": ("gw",),
    "16": ("ht",),
    "17": ("ir",),
    "18": ("ir",),
    "19": ("iq",),
    "20": ("kp",),
    "21": ("lb",),
    "22": ("lb",),
    "23": ("ly",),
    "25": ("md-pmr",),
    "26": ("ru",),
    "27": ("yucs",),
    "28": ("yucs",),
    "29": ("so",),
    "30": ("ss",),
    "31": ("sd",),
    "32": ("sy",),
    "33": ("tn",),
    "34": ("lb",),
    "35": ("ua",),
    "36": ("ru", "ua-cri", "ua-dpr", "ua-lpr"),
    "37": ("ua-cri",),
    "38": ("us",),
    "39": ("ye",),
    "40": ("zw",),
    "42": ("ml",),
    "43": ("ly",),
    "44": ("ve",),
    "46": (),  # chemical weapons
    "47": (),  # cyber-attacks
    "48": ("ni",),
    "49": ("tr",),
    "50": (),  # human rights
    "51": ("lb",),
    "52": ("ua-dpr", "ua-lpr"),
    "54": ("ht",),
    "55": ("md",),
    "56": ("ir",),
    "57": ("sd",),
    "58": ("ne",),
    "59": ("gt",),
    "60": (),  # Hamas and the Palestinian Islamic Jihad
    "61": ("ru",),
    "63": ("ru",),
}
