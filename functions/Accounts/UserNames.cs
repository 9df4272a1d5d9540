using System.Globalization;
using System.Text;

namespace SneakerCheck.Accounts;

/// <summary>
/// The rules of user names, after UsernameCaseMapped of PRECIS (RFC 8265): nothing invisible, full-width letters folded, and by UTS #39
/// no mix of scripts that lets one name look like another. Accounts that are older than these rules keep their names.
/// </summary>
/// <remarks>
/// Written by hand, because the framework's Unicode normalization does nothing in invariant globalization. Instead of composing letters,
/// the rules refuse combining marks of Latin, Greek and Cyrillic, and every character that has a compatibility mapping.
/// </remarks>
public static class UserNames
{
    private const string HalfWidthKatakana = "・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

    // What small letters look like, then what capital letters look like. Katakana that look like Han characters are in both.
    private static readonly Dictionary<char, char> Small = Pairs(
        "аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwӏlгrпnѵvүyкk" + "αaοoνvρpιiκkυuγyηnωwχx" + "օoսuհhոnցgզqյj" + "ıi" + "ロ口カ力ニ二ハ八エ工タ夕ト卜ヘへー一");

    private static readonly Dictionary<char, char> Capital = Pairs(
        "АAВBЕEЗ3КKМMНHОOРPСCТTУYХXІIЈJЅSԚQԜWԌGҮYӀI" + "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX" + "ՕOՏSԼLՍU"
        + "ロ口カ力ニ二ハ八エ工タ夕ト卜ヘへー一");

    private enum Script
    {
        None,
        Latin,
        Greek,
        Cyrillic,
        Armenian,
        Hebrew,
        Arabic,
        Indic,
        Thai,
        Lao,
        Myanmar,
        Georgian,
        Ethiopic,
        Khmer,
        Hiragana,
        Katakana,
        Bopomofo,
        Hangul,
        Han,
    }

    /// <summary>Folds full-width ASCII and half-width katakana, and trims.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            folded.Append(letter switch
            {
                >= '\uFF01' and <= '\uFF5E' => (char)(letter - 0xFEE0),
                '\u3000' => ' ',
                >= '\uFF65' and <= '\uFF9D' => HalfWidthKatakana[letter - '\uFF65'],
                _ => letter,
            });
        }
        return folded.ToString().Trim();
    }

    /// <summary>Why a text cannot be a new user name, as the end of a sentence; null if it can.</summary>
    public static string? Fault(string text)
    {
        var name = Fold(text);
        var scripts = new HashSet<(Script, int)>();
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.Value is >= 0x21 and <= 0x7E and not ((>= 'A' and <= 'Z') or (>= 'a' and <= 'z')) or ' ')
                continue;
            var script = ScriptOf(rune.Value);
            if (script == Script.None || !IsLetterOrDigit(rune))
                return "must be of letters, digits, single spaces and ASCII punctuation.";
            // Each Indic script has a block of 128.
            scripts.Add((script, script == Script.Indic ? rune.Value >> 7 : 0));
        }
        if (name.Contains("  ", StringComparison.Ordinal))
            return "must be of letters, digits, single spaces and ASCII punctuation.";
        var set = scripts.Select(script => script.Item1).ToHashSet();
        if (scripts.Count > 1 && !IsUsualMix(set))
            return "mixes scripts, so that it could look like another name.";
        return set.Overlaps([Script.Hebrew, Script.Arabic]) && !IsReadFromTheRight(name)
            ? "must begin with a letter of its script and end with a letter or digit."
            : null;
    }

    /// <summary>
    /// The names that a name looks like, besides itself: what its small and its capital letters look like, normalized. Its account holds
    /// them too, so that nobody else can.
    /// </summary>
    public static IEnumerable<string> LookAlikes(string name)
    {
        var key = Identity.Normalize(name);
        return new[] { Replaced(key, Small), Identity.Normalize(Replaced(key.ToUpperInvariant(), Capital)) }
            .Distinct().Where(other => other != key);
    }

    // "Highly restrictive" in UTS #39: Latin beside the scripts of Chinese, Japanese or Korean, which share no letters with it.
    private static bool IsUsualMix(HashSet<Script> scripts) =>
        scripts.IsSubsetOf([Script.Latin, Script.Han, Script.Hiragana, Script.Katakana])
        || scripts.IsSubsetOf([Script.Latin, Script.Han, Script.Bopomofo])
        || scripts.IsSubsetOf([Script.Latin, Script.Han, Script.Hangul]);

    // The bidi rule (RFC 5893), for names without other scripts.
    private static bool IsReadFromTheRight(string name) =>
        ScriptOf(name[0]) is Script.Hebrew or Script.Arabic && char.IsLetter(name[0]) && char.IsLetterOrDigit(name[^1]);

    private static bool IsLetterOrDigit(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        || rune.Value == 0x3007;

    private static string Replaced(string text, Dictionary<char, char> looks) =>
        string.Concat(text.Select(letter => looks.GetValueOrDefault(letter, letter)));

    private static Dictionary<char, char> Pairs(string pairs) =>
        pairs.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);

    // The scripts that UAX #31 recommends, without characters that have a compatibility mapping or are written in two ways.
    private static Script ScriptOf(int value) => value switch
    {
        (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') => Script.Latin,
        0xD7 or 0xF7 or 0x132 or 0x133 or 0x13F or 0x140 or 0x149 or 0x17F or (>= 0x1C4 and <= 0x1CC) or (>= 0x1F1 and <= 0x1F3) =>
            Script.None,
        (>= 0xC0 and <= 0x24F) or (>= 0x1E00 and <= 0x1E99) or (>= 0x1E9E and <= 0x1EFF) => Script.Latin,
        0x387 => Script.None,
        >= 0x386 and <= 0x3CE => Script.Greek,
        (>= 0x400 and <= 0x481) or (>= 0x48A and <= 0x52F) => Script.Cyrillic,
        (>= 0x531 and <= 0x556) or (>= 0x561 and <= 0x586) => Script.Armenian,
        >= 0x5D0 and <= 0x5EA => Script.Hebrew,
        >= 0x675 and <= 0x678 => Script.None,
        (>= 0x620 and <= 0x63F) or (>= 0x641 and <= 0x64A) or (>= 0x660 and <= 0x669) or (>= 0x66E and <= 0x6D3)
            or (>= 0x6F0 and <= 0x6FC) => Script.Arabic,
        >= 0x958 and <= 0x95F => Script.None,
        >= 0x900 and <= 0xDFF => Script.Indic,
        (>= 0xE01 and <= 0xE32) or (>= 0xE34 and <= 0xE59) => Script.Thai,
        (>= 0xE81 and <= 0xEB2) or (>= 0xEB4 and <= 0xED9) => Script.Lao,
        >= 0x1000 and <= 0x109D => Script.Myanmar,
        (>= 0x10D0 and <= 0x10FA) or (>= 0x10FD and <= 0x10FF) => Script.Georgian,
        >= 0x1200 and <= 0x135A => Script.Ethiopic,
        (>= 0x1780 and <= 0x17B3) or (>= 0x17B6 and <= 0x17E9) => Script.Khmer,
        (>= 0x3041 and <= 0x3096) or 0x309D or 0x309E => Script.Hiragana,
        (>= 0x30A1 and <= 0x30FA) or (>= 0x30FC and <= 0x30FE) => Script.Katakana,
        >= 0x3105 and <= 0x312F => Script.Bopomofo,
        >= 0xAC00 and <= 0xD7A3 => Script.Hangul,
        0x3005 or 0x3007 or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x2EBE0)
            or (>= 0x30000 and <= 0x323AF) => Script.Han,
        _ => Script.None,
    };
}
