using System.Text.Json;

namespace OmniHelix.Data.Tables.Json;

/// <summary>Texts of JSON values, and what is wrong with a value.</summary>
internal static class JsonTexts
{
    /// <exception cref="OmniException">OH1201: the text is no Unicode.</exception>
    public static string Of(JsonElement value, string place)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException e)
        {
            throw new OmniException("OH1201", "a text holds half a surrogate pair", place, null, e);
        }
    }

    /// <summary>OH1205: a record or field of another kind than expected.</summary>
    public static OmniException Bad(string what, string place) => new("OH1205", what, place);
}
