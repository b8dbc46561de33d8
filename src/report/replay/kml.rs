//! KML 2.2 with Google's tracks, as Google Earth plays them: OGC 07-147r2, and
//! <https://developers.google.com/kml/documentation/kmlreference#gxtrack>.

use super::words::{colour, escaped, moment, origin, position, title, told};
use crate::account::replay::{MoverRole, Replay, ReplayMoment, ReplayMover, ReplayPoint, SiteRole};
use crate::earth::frames::{Ecef, Geodetic};

/// Icon of whatever has a place.
const DOT: &str = "http://maps.google.com/mapfiles/kml/shapes/placemark_circle.png";

/// A replay as KML.
pub fn kml(replay: &Replay) -> String {
    let mut page = KmlPage::default();
    page.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    page.line(
        "<kml xmlns=\"http://www.opengis.net/kml/2.2\" \
         xmlns:gx=\"http://www.google.com/kml/ext/2.2\">",
    );
    page.line("<Document>");
    page.named(&title(replay), &origin(replay));
    page.styles(replay.systems.len());
    page.folder("territories", replay.systems.iter().enumerate(), |page, (place, system)| {
        page.outline(&system.name, "", place, &system.territory);
    });
    for (name, role) in [
        ("assets", SiteRole::Asset),
        ("radars", SiteRole::Radar),
        ("sensors", SiteRole::Sensor),
        ("fire units", SiteRole::FireUnit),
    ] {
        let sites = replay.sites.iter().filter(|site| site.role == role);
        page.folder(name, sites, |page, site| {
            page.placed((&site.name, &site.about), Some(site.system), None, &site.place);
        });
    }
    let fields = replay.sites.iter().filter(|site| !site.field.is_empty());
    page.folder("fields of regard", fields, |page, site| {
        page.outline(&site.name, &site.about, site.system, &site.field);
    });
    for (name, role) in [
        ("threats", MoverRole::Threat),
        ("stages and decoys", MoverRole::Released),
        ("satellites", MoverRole::Satellite),
        ("interceptors", MoverRole::Interceptor),
        ("tracks", MoverRole::Track),
    ] {
        let movers = replay.movers.iter().filter(|mover| mover.role == role);
        page.folder(name, movers, KmlPage::mover);
    }
    page.folder("moments", replay.moments.iter(), KmlPage::happening);
    page.line("</Document>\n</kml>");
    page.text
}

/// A page as it is written.
#[derive(Default)]
struct KmlPage {
    text: String,
}

impl KmlPage {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A folder of what there is; none where there is nothing.
    fn folder<Item>(
        &mut self,
        name: &str,
        items: impl Iterator<Item = Item>,
        mut write: impl FnMut(&mut Self, Item),
    ) {
        let mut items = items.peekable();
        if items.peek().is_none() {
            return;
        }
        self.line(&format!("<Folder><name>{name}</name>"));
        items.for_each(|item| write(self, item));
        self.line("</Folder>");
    }

    fn named(&mut self, name: &str, about: &str) {
        let [name, about] = [name, about].map(escaped);
        self.line(&format!("<name>{name}</name><description>{about}</description>"));
    }

    /// A style for each system, and one of the truth.
    fn styles(&mut self, systems: usize) {
        for system in (0..systems).map(Some).chain([None]) {
            let [red, green, blue] = colour(system);
            let colour = format!("{blue:02x}{green:02x}{red:02x}");
            let id = style(system);
            self.line(&format!("<Style id=\"{id}\"><IconStyle><color>ff{colour}</color>"));
            self.line(&format!("<scale>0.6</scale><Icon><href>{DOT}</href></Icon></IconStyle>"));
            self.line("<LabelStyle><scale>0.7</scale></LabelStyle>");
            self.line(&format!("<LineStyle><color>c0{colour}</color><width>1.5</width>"));
            self.line("</LineStyle><PolyStyle><fill>0</fill></PolyStyle></Style>");
        }
    }

    fn mark(&mut self, (name, about): (&str, &str), system: Option<usize>) {
        self.line("<Placemark>");
        self.named(name, about);
        let style = style(system);
        self.line(&format!("<styleUrl>#{style}</styleUrl>"));
    }

    fn placed(
        &mut self,
        named: (&str, &str),
        system: Option<usize>,
        time_s: Option<f64>,
        place: &Geodetic,
    ) {
        self.mark(named, system);
        if let Some(time_s) = time_s {
            let when = moment(time_s);
            self.line(&format!("<TimeStamp><when>{when}</when></TimeStamp>"));
        }
        let place = coordinates(place, ",");
        self.line("<Point><altitudeMode>absolute</altitudeMode>");
        self.line(&format!("<coordinates>{place}</coordinates></Point></Placemark>"));
    }

    fn outline(&mut self, name: &str, about: &str, system: usize, corners: &[Geodetic]) {
        self.mark((name, about), Some(system));
        self.line("<Polygon><tessellate>1</tessellate><outerBoundaryIs><LinearRing><coordinates>");
        for corner in corners.iter().chain(corners.first()) {
            let flat = Geodetic { altitude_m: 0.0, ..*corner };
            let corner = coordinates(&flat, ",");
            self.line(&corner);
        }
        self.line("</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>");
    }

    fn mover(&mut self, mover: &ReplayMover) {
        self.mark((&mover.name, &mover.about), mover.system);
        let is_one = mover.pieces().count() == 1;
        if !is_one {
            self.line("<gx:MultiTrack><altitudeMode>absolute</altitudeMode>");
            self.line("<gx:interpolate>0</gx:interpolate>");
        }
        for piece in mover.pieces() {
            self.track(piece);
        }
        self.line(if is_one { "</Placemark>" } else { "</gx:MultiTrack></Placemark>" });
    }

    fn track(&mut self, piece: &[ReplayPoint]) {
        self.line("<gx:Track><altitudeMode>absolute</altitudeMode>");
        for point in piece {
            let when = moment(point.time_s);
            self.line(&format!("<when>{when}</when>"));
        }
        for point in piece {
            let place = coordinates(&Ecef(point.position_m).geodetic(), " ");
            self.line(&format!("<gx:coord>{place}</gx:coord>"));
        }
        self.line("</gx:Track>");
    }

    fn happening(&mut self, happening: &ReplayMoment) {
        let told = told(happening);
        self.placed((&told, ""), None, Some(happening.time_s), &happening.place);
    }
}

fn style(system: Option<usize>) -> String {
    system.map_or_else(|| "truth".into(), |system| format!("system-{}", system + 1))
}

/// Longitude, latitude and altitude.
fn coordinates(place: &Geodetic, between: &str) -> String {
    position(place).map(|number| number.to_string()).join(between)
}
