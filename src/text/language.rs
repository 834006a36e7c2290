//! Language tags: BCP 47 (RFC 5646), with the codes of ISO 639-1 and 639-2.

use crate::text::pieces::Pieces as _;

/// Returns whether a tag's first subtag is a language that is registered, `x` for private use, or `i` for the old ones.
pub(crate) fn is_language(tag: &str) -> bool {
    let primary = tag.up_to('-').to_ascii_lowercase();
    match primary.len() {
        1 => matches!(primary.as_str(), "x" | "i") && tag.len() > 2,
        2 | 3 => CODES.split(' ').any(|code| code == primary),
        _ => false,
    }
}

/// Returns whether a string has the shape of a BCP 47 tag (`en`, `pt-BR`, `zh-Hant-TW`), with `-` or `_` between its parts.
/// `English` and `german` have not: no language's own tag is longer than three letters.
#[must_use]
pub(crate) fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split(['-', '_']);
    let language = subtags.next().unwrap_or_default();
    let known = matches!(language.len(), 2 | 3) && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    let fits =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (known || matches!(language, "x" | "i")) && subtags.all(fits)
}

/// What is wrong with the subtags after the language, where the tag is not well-formed (RFC 5646 section 2.1).
pub(crate) fn subtag_fault(tag: &str) -> Option<&str> {
    let mut subtags = tag.split('-').skip(1);
    let bad = |subtag: &&str| {
        subtag.is_empty() || subtag.len() > 8 || !subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    subtags.find(bad)
}

/// The region of a tag, `DE` of `de-Latn-DE`.
pub(crate) fn unknown_region(tag: &str) -> Option<&str> {
    let region = tag
        .split('-')
        .skip(1)
        .take_while(|subtag| subtag.len() > 1)
        .find(|subtag| subtag.len() == 2 && subtag.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    let upper = region.to_ascii_uppercase();
    (!REGIONS.split(' ').any(|known| known == upper)).then_some(region)
}

/// ISO 639-1 and ISO 639-2 (both the bibliographic and the terminological codes), and the largest of ISO 639-3.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji \
jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng \
nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta \
te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu xx \
aar abk ace ach ada ady afa afh afr ain aka akk alb ale alg alt amh ang anp apa ara arc arg arm arn arp art arw asm ast ath \
aus ava ave awa aym aze bad bai bak bal bam ban baq bas bat bej bel bem ben ber bho bih bik bin bis bla bnt bod bos bra bre \
btk bua bug bul bur byn cad cai car cat cau ceb cel ces cha chb che chg chi chk chm chn cho chp chr chu chv chy cmc cnr cop \
cor cos cpe cpf cpp cre crh crp csb cus cym cze dak dan dar day del den deu dgr din div doi dra dsb dua dum dut dyu dzo efi \
egy eka ell elx eng enm epo est eus ewe ewo fan fao fas fat fij fil fin fiu fon fra fre frm fro frr frs fry ful fur gaa gay \
gba gem geo ger gez gil gla gle glg glv gmh goh gon gor got grb grc gre grn gsw guj gwi hai hat hau haw heb her hil him hin \
hit hmn hmo hrv hsb hun hup hye iba ibo ice ido iii ijo iku ile ilo ina inc ind ine inh ipk ira iro isl ita jav jbo jpn jpr \
jrb kaa kab kac kal kam kan kar kas kat kau kaw kaz kbd kha khi khm kho kik kin kir kmb kok kom kon kor kos kpe krc krl kro \
kru kua kum kur kut lad lah lam lao lat lav lez lim lin lit lol loz ltz lua lub lug lui lun luo lus mac mad mag mah mai mak \
mal man mao map mar mas may mdf mdr men mga mic min mis mkd mkh mlg mlt mnc mni mno moh mol mon mos mri msa mul mun mus mwl \
mwr mya myn myv nah nai nap nau nav nbl nde ndo nds nep new nia nic niu nld nno nob nog non nor nqo nso nub nwc nya nym nyn \
nyo nzi oci oji ori orm osa oss ota oto paa pag pal pam pan pap pau peo per phi phn pli pol pon por pra pro pus qaa que raj \
rap rar roa roh rom ron rum run rup rus sad sag sah sai sal sam san sas sat scc scn sco scr sel sem sga sgn shn sid sin sio \
sit sla slk slo slv sma sme smi smj smn smo sms sna snd snk sog som son sot spa sqi srd srn srp srr ssa ssw suk sun sus sux \
swa swe syc syr tah tai tam tat tel tem ter tet tgk tgl tha tib tig tir tiv tkl tlh tli tmh tog ton tpi tsi tsn tso tuk tum \
tup tur tut tvl twi tyv udm uga uig ukr umb und urd uzb vai ven vie vol vot wak wal war was wel wen wln wol xal xho yao yap \
yid yor ypk zap zbl zen zgh zha zho znd zul zun zxx zza \
ajp apc arb ary arz azb azj bar bew bjn bpy ckb cmn cjy dty ekk gan gom hak hif hne hsn jam kmr ksh lfn lmo lrc ltg lvs lzh \
mrj mzn nan nov olo pcd pcm pdc pes pfl plt pms pnb pnt prs rgn rmy rue sgs shi skr stq swh szl tcy tok vec vep vls vmf vro \
wuu yue zea zlm zsm";

/// ISO 3166-1 and the groups that BCP 47 takes from UN M.49.
const REGIONS: &str = "AC AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BU BV \
BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CS CU CV CW CX CY CZ DD DE DG DJ DK DM DO DZ EA EC EE EG EH ER ES ET EU EZ FI \
FJ FK FM FO FR FX GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM \
JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW \
MX MY MZ NA NC NE NF NG NI NL NO NP NR NT NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH \
SI SJ SK SL SM SN SO SR SS ST SU SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TP TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG \
VI VN VU WF WS XK YD YE YT YU ZA ZM ZR ZW ZZ AA XA XZ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_a_shape() {
        for tag in ["en", "pt-BR", "en_GB", "zh-Hant-TW", "x-klingon", "ast"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for text in ["", "English", "e", "en-", "en us", "1a", "deutsch-x"] {
            assert!(!is_language_tag(text), "{text}");
        }
    }

    #[test]
    fn tags_begin_with_a_language() {
        for good in ["en", "en-US", "de-Latn-CH-1996", "zh-Hant-TW", "x-klingon", "i-navajo", "gsw", "EN-gb"]
        {
            assert!(is_language(good), "{good}");
        }
        for bad in ["", "english", "en_US", "qq", "e", "x", "insert language here"] {
            assert!(!is_language(bad), "{bad}");
        }
        assert_eq!(subtag_fault("en-"), Some(""));
        assert_eq!(subtag_fault("en-US"), None);
        assert_eq!(unknown_region("en-UK"), Some("UK"));
        assert_eq!(unknown_region("en-x-uk"), None);
    }
}
