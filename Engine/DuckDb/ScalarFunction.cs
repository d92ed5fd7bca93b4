using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>Registers scalar functions of ours: one name, several overloads, each computed a chunk at a time.</summary>
internal static unsafe class ScalarFunction
{
    public static void Register(DuckDbConnection connection, string name, params ReadOnlySpan<ScalarOverload> overloads)
    {
        using ScalarFunctionSetHandle set = NativeMethods.CreateScalarFunctionSet(name);
        foreach (ScalarOverload overload in overloads)
        {
            using ScalarFunctionHandle function = Create(name, overload);
            if (NativeMethods.AddScalarFunctionToSet(set, function) != NativeMethods.Success)
                throw new DuckDbException(DuckDbErrorType.Catalog, $"{name} has two overloads with the same parameters.");
        }

        if (NativeMethods.RegisterScalarFunctionSet(connection.Handle, set) != NativeMethods.Success)
            throw new DuckDbException(DuckDbErrorType.Catalog, $"DuckDB did not take the function {name}.");
    }

    private static ScalarFunctionHandle Create(string name, ScalarOverload overload)
    {
        ScalarFunctionHandle function = NativeMethods.CreateScalarFunction();
        NativeMethods.SetScalarFunctionName(function, name);
        foreach (DuckDbType parameter in overload.Parameters)
        {
            using LogicalTypeHandle type = parameter.CreateHandle();
            NativeMethods.AddScalarFunctionParameter(function, type);
        }

        if (overload.Variadic is not null)
        {
            using LogicalTypeHandle type = overload.Variadic.CreateHandle();
            NativeMethods.SetScalarFunctionVarargs(function, type);
        }

        using (LogicalTypeHandle result = overload.Result.CreateHandle())
            NativeMethods.SetScalarFunctionResult(function, result);
        if (overload.SeesNulls)
            NativeMethods.SetScalarFunctionSeesNulls(function);
        if (overload.IsVolatile)
            NativeMethods.SetScalarFunctionVolatile(function);
        NativeMethods.SetScalarFunctionExtraInfo(function, ManagedReference.Create(overload), &ManagedReference.Release);
        NativeMethods.SetScalarFunctionBody(function, &Evaluate);
        return function;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Evaluate(nint info, nint input, nint output)
    {
        try
        {
            var overload = ManagedReference.Target<ScalarOverload>(NativeMethods.ScalarFunctionExtraInfo(info));
            var arguments = new ScalarArguments(input);
            var result = new VectorWriter(output);
            if (!overload.SeesNulls)
                arguments.PropagateNulls(result);
            overload.Body(arguments, result);
        }
        catch (Exception exception)
        {
            NativeMethods.SetScalarFunctionError(info, DuckDbErrors.ToMarked(exception));
        }
    }
}
