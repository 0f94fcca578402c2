#!/usr/bin/env python3
"""Where do the trigrams and alphabets of languages come from?   python3 train/language_trigrams.py FOLDER > models/language-trigrams.tsv

FOLDER is the source of the crate whatlang (MIT, Serhii Potapov), as cargo unpacks it: its profiles are not public, and its own
search asks a hash table for every trigram of every language, half a million instructions a paragraph.
The BCP 47 tags are the shortest codes of ISO 639; `hrv` is the crate's only profile of Serbo-Croatian in Latin script, so it
stands for the group.
"""
import os, re, sys

TAGS = dict(pair.split(':') for pair in (
    'epo:eo eng:en rus:ru cmn:zh spa:es por:pt ita:it ben:bn fra:fr deu:de ukr:uk kat:ka ara:ar hin:hi jpn:ja heb:he yid:yi pol:pl amh:am '
    'jav:jv kor:ko nob:nb dan:da swe:sv fin:fi tur:tr nld:nl hun:hu ces:cs ell:el bul:bg bel:be mar:mr kan:kn ron:ro slv:sl hrv:hbs srp:sr '
    'mkd:mk lit:lt lav:lv est:et tam:ta vie:vi urd:ur tha:th guj:gu uzb:uz pan:pa aze:az ind:id tel:te pes:fa mal:ml ori:or mya:my nep:ne '
    'sin:si khm:km tuk:tk aka:ak zul:zu sna:sn afr:af lat:la slk:sk cat:ca tgl:tl hye:hy cym:cy').split())
SCRIPTS = 'LATIN CYRILLIC ARABIC DEVANAGARI HEBREW'.split()


def char(text):
    code = re.fullmatch(r"\\u\{([0-9a-fA-F]+)\}", text)
    return chr(int(code.group(1), 16)) if code else {"\\'": "'", '\\\\': '\\'}.get(text, text)


def main(folder):
    read = lambda name: open(os.path.join(folder, 'src', name), encoding='utf-8').read()
    profiles, alphabets, scripts = {}, {}, {}
    parts = re.split(r'pub static (\w+)_LANGS', read('trigrams/profiles.rs'))
    for script, part in zip(parts[1::2], parts[2::2]):
        for code, body in re.findall(r'Lang::(\w+),\s*&\[(.*?)\],\s*\)', part, re.S):
            found = re.findall(r"Trigram\('(\\?.[^']*)', '(\\?.[^']*)', '(\\?.[^']*)'\)", body)
            profiles[code.lower()] = [''.join(map(char, three)) for three in found]
            assert len(found) == body.count('Trigram('), code
            scripts[code.lower()] = script.lower()
    for name in ('latin', 'cyrillic'):
        for code, text in re.findall(r'const ([A-Z]{3}): &str =\s*"([^"]*)"', read('alphabets/%s.rs' % name)):
            alphabets[code.lower()] = text
    print('# Trigrams and alphabets of languages, from whatlang (MIT licence, (c) Serhii Potapov): see train/language_trigrams.py.')
    print('# ISO 639-3, BCP 47; where several languages share the script: script, letters, the commonest trigrams (`_`: a space).')
    for code in sorted(TAGS):
        row = [code, TAGS[code]]
        if code in profiles:
            grams = profiles[code]
            assert len(set(grams)) == len(grams) and all(len(gram) == 3 and '_' not in gram for gram in grams), code
            letters = alphabets.get(code, '')
            assert len(set(letters)) == len(letters), code
            row += [scripts[code], letters, ''.join(grams).replace(' ', '_')]
        print('\t'.join(row))


if __name__ == '__main__':
    main(*sys.argv[1:])
