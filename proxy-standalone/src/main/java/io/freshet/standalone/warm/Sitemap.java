package io.freshet.standalone.warm;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a sitemap says (sitemaps.org), with everything that XML could do beside that switched off.
 *
 * @param isIndex whether it names other sitemaps
 * @param locations what it names, in its order
 */
record Sitemap(boolean isIndex, List<String> locations) {

    private static final int MAX_DEPTH = 16;

    /** The protocol's own bound. */
    static final int MOST_LOCATIONS = 50_000;

    /** @throws IOException if it is none; its message is a sentence without its full stop */
    static Sitemap read(InputStream in) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("it refers to something outside itself");
        });
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            try {
                return read(xml);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException | RuntimeException malformed) {
            if (malformed.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new IOException(
                    "it is no sitemap: " + WarmingListBuilder.printable(String.valueOf(malformed.getMessage())),
                    malformed);
        }
    }

    private static Sitemap read(XMLStreamReader xml) throws XMLStreamException {
        boolean index = false;
        List<String> locations = new ArrayList<>();
        // Which element is at which depth: the root, its children, and theirs.
        String[] path = new String[MAX_DEPTH];
        int depth = 0;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                throw new XMLStreamException("it has a document type");
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (depth == MAX_DEPTH) {
                    throw new XMLStreamException("its elements are nested too deeply");
                }
                path[depth++] = xml.getLocalName();
                if (depth == 1) {
                    index = root(path[0]);
                }
                boolean entry = depth == 3 && path[1].equals(index ? "sitemap" : "url");
                if (entry && path[2].equals("loc")) {
                    locations.add(text(xml));
                    depth--;
                    if (locations.size() > MOST_LOCATIONS) {
                        throw new XMLStreamException("it names more than " + MOST_LOCATIONS);
                    }
                }
            }
        }
        return new Sitemap(index, locations);
    }

    private static boolean root(String name) throws XMLStreamException {
        if (!name.equals("urlset") && !name.equals("sitemapindex")) {
            throw new XMLStreamException("its root is neither urlset nor sitemapindex");
        }
        return name.equals("sitemapindex");
    }

    /** The text up to the end of the element, which is read as well. */
    private static String text(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (xml.next() != XMLStreamConstants.END_ELEMENT) {
            if (!xml.isCharacters()) {
                throw new XMLStreamException("a loc holds more than text");
            }
            text.append(xml.getText());
            if (text.length() > WarmingTarget.MAX_LENGTH) {
                throw new XMLStreamException("a loc is too long");
            }
        }
        return text.toString().strip();
    }
}
