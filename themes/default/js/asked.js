// アドレスに検索の語があるときは、結果が出るまで、その下にあるものを見せません。見えているものが、下へ動かずに済みます。
"use strict";

if (/[?&]q=[^&]/.test(location.search)) document.documentElement.classList.add("asked");
